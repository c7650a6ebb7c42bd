import { holdsTarget, type State } from './state.ts';
import { fail, type Step, type World } from './step.ts';
import { chooseAnother } from './vendor.ts';

/** What the vendor's list or search shows, and what is concluded from it. */
export function evidenceComesIn(state: State, world: World): Step[] {
  return world.vendor.lists ? listIsRead(state, world) : stockIsSearched(state, world);
}

function listIsRead(state: State, world: World): Step[] {
  const { rules, limits } = world;
  const isThere = holdsTarget(state);
  const isOpen = state.key === 'open' || state.key === 'attention';
  const heals = (state.key === 'failed' || state.key === 'ended') && rules.heals && state.target !== null;
  const steps: Step[] = [];
  if (isThere && (isOpen || heals || state.key === 'looking')) {
    const next: State = { ...state, key: 'succeeded', settled: false };
    steps.push({ says: 'a sync shows it: the key has bought it', cause: 'health', next });
  }
  const cause = isThere ? 'trouble' : 'health';
  const without = isThere ? 'a complete sync does not show it yet' : 'a complete sync does not show it';
  // Whoever says only "not available" of what he has sold us has to show it: that is the limit.
  const hides = limits.has('repeats by itself, says only "not available", and does not show the number');
  if (state.key === 'looking' && (!isThere || hides)) {
    steps.push({ says: `${without}: another number is chosen`, cause, next: chooseAnother(state) });
  }
  if (isOpen) steps.push({ says: without, cause, next: countLook(state, world) });
  if (state.key === 'open') {
    steps.push({ says: 'the list fails for a day', cause: 'trouble', next: { ...state, key: 'attention' } });
  }
  return steps;
}

function countLook(state: State, world: World): State {
  const { rules, vendor } = world;
  const looks = state.looks + 1;
  if (looks < (vendor.lists ? rules.syncsThatProve : rules.searchesThatProve)) return { ...state, looks };
  // A search is never the last word: the key may ask once more for what it still offers.
  const isFinal = vendor.picks ? rules.neverPicksAgain : vendor.lists && state.refused && rules.refusalEndsTheKey;
  return isFinal ? { ...state, key: 'ended', looks: 0 } : fail(state, world);
}

function stockIsSearched(state: State, world: World): Step[] {
  if (state.key !== 'open' || state.target === null || state.target === 'any') return [];
  const isForSale = state[state.target] === 'nobody';
  return [
    {
      says: `the search ${isForSale ? 'still' : 'is stale and'} offers it`,
      cause: isForSale ? 'health' : 'trouble',
      next: countLook(state, world),
    },
    { says: 'for a day, nothing tells', cause: isForSale ? 'trouble' : 'health', next: { ...state, key: 'attention' } },
  ];
}
