import { numbers, type State, type Target } from './state.ts';
import { type Cause, deliver, fail, firstFree, leaveOpen, type Step, type World, withOwner } from './step.ts';

/** What may come of the call that is under way. */
export function vendorAnswers(state: State, world: World): Step[] {
  const { target } = state;
  if (state.key !== 'calling' || target === null) return [];
  const free = target === 'any' ? firstFree(state) !== null : state[target] === 'nobody';
  const notSent = state.unanswered ? { ...state, key: 'open' as const } : fail(state, world);
  return [
    { says: 'the connection is refused, or the vendor refuses the request itself', cause: 'trouble', next: notSent },
    {
      says: 'the service gives the call up, or dies; it may still arrive',
      cause: 'trouble',
      next: leaveOpen({ ...state, onTheWay: [...new Set([...state.onTheWay, target])].toSorted() }),
    },
    { says: 'the call is lost on its way', cause: 'trouble', next: leaveOpen(state) },
    ...(free ? whenForSale(state, world, target) : whenNotForSale(state, world, target)),
  ];
}

function whenForSale(state: State, world: World, target: Target): Step[] {
  const { limits, vendor } = world;
  const sold = deliver(state, target);
  const silent = 'repeats by itself, says only "not available", and does not show the number';
  const steps: Step[] = [
    { says: 'the vendor sells it and answers', cause: 'health', next: { ...sold, key: 'succeeded' } },
    {
      says: 'the vendor sells it, and the answer is lost or names another number',
      cause: 'trouble',
      next: leaveOpen(sold),
    },
    {
      says: 'the vendor says wrongly that it is no longer available',
      cause: 'trouble',
      next: refuse(state, world, 'unavailable'),
    },
    {
      says: 'the vendor says "another purchase is in progress"',
      cause: 'trouble',
      next: refuse(state, world, 'vague'),
    },
  ];
  if (!vendor.picks) {
    const says = 'the vendor sells it, repeats the call by itself, and answers';
    steps.push({ says: `${says} "already purchased"`, cause: 'trouble', next: refuse(sold, world, 'vague') });
    if (vendor.lists || limits.has(silent)) {
      steps.push({ says: `${says} "not available"`, cause: 'trouble', next: refuse(sold, world, 'unavailable') });
    }
  }
  if (vendor.picks && limits.has('picks twice for one call')) {
    const next = leaveOpen(deliver(sold, target));
    steps.push({ says: 'the vendor repeats the call by itself, and sells two', cause: 'trouble', next });
  }
  if (limits.has('sells another number than the one asked for')) {
    for (const other of numbers.filter((number) => number !== target && state[number] === 'nobody')) {
      steps.push({
        says: `the vendor sells ${other} instead`,
        cause: 'trouble',
        next: leaveOpen(withOwner(state, other, 'us')),
      });
    }
  }
  return steps;
}

function whenNotForSale(state: State, world: World, target: Target): Step[] {
  const isOurs = target !== 'any' && state[target] === 'us';
  const cause = (isTrue: boolean): Cause => (isTrue ? 'health' : 'trouble');
  return [
    {
      says: 'the vendor refuses: "no longer available"',
      cause: cause(!isOurs),
      next: refuse(state, world, 'unavailable'),
    },
    { says: 'the vendor refuses: "already purchased"', cause: cause(isOurs), next: refuse(state, world, 'vague') },
  ];
}

/** What a refusal of the number leads to. */
function refuse(state: State, { rules, vendor }: World, words: 'unavailable' | 'vague'): State {
  const speaksOfIt = words === 'unavailable' || rules.anyConflictFrees;
  if (state.unanswered && !rules.refusalFreesAfterUnanswered) {
    return { ...state, key: vendor.lists ? 'open' : 'attention', refused: true, looks: 0 };
  }
  if (!speaksOfIt) return leaveOpen(state);
  if (vendor.picks) return { ...state, key: 'failed', target: null };
  return vendor.lists && rules.looksBeforeAnother ? { ...state, key: 'looking' } : chooseAnother(state);
}

/** The number is ruled out, and the key goes on with another one. */
export function chooseAnother(state: State): State {
  const { target, ruledOut } = state;
  const out = numbers.filter((number) => number === target || ruledOut.includes(number));
  if (out.length === numbers.length) return { ...state, key: 'failed', target: null, ruledOut: [] };
  return { ...state, key: 'free', target: null, ruledOut: out };
}

/** What happens whatever the key does: late calls arrive, and others buy and give back. */
export function worldMovesOn(state: State): Step[] {
  const late = state.onTheWay.map((target) => {
    const onTheWay = state.onTheWay.filter((other) => other !== target);
    return { says: `the call for ${target} arrives late`, next: deliver({ ...state, onTheWay }, target) };
  });
  const trade = numbers.flatMap((number) => {
    if (state[number] === 'nobody') return { says: `others buy ${number}`, next: withOwner(state, number, 'others') };
    if (state[number] === 'us') return [];
    return { says: `others give ${number} back`, next: withOwner(state, number, 'nobody') };
  });
  return [...late, ...trade].map((step) => ({ ...step, cause: 'trouble' }));
}
