import { numbers, type State, type Target } from './state.ts';
import type { Step, World } from './step.ts';

/** The caller sends the key, or sends it again. A search shows what it likes: it may be stale. */
export function callerAsks(state: State, world: World): Step[] {
  if (!mayAsk(state, world)) return [];
  return whatFor(state, world).map(({ target, isForSale }) => ({
    says: `the key asks for ${target === 'any' ? 'any number' : target}`,
    cause: isForSale ? 'health' : 'trouble',
    next: { ...state, key: 'calling', target, looks: 0, settled: false },
  }));
}

function mayAsk({ key, unanswered }: State, { rules, vendor }: World): boolean {
  // Nothing makes a second call harmless where the vendor picks.
  if (vendor.picks && unanswered && rules.neverPicksAgain) return false;
  if (key === 'open' || key === 'attention') return rules.asksWhileOpen;
  return key === 'free' || key === 'failed';
}

function whatFor(state: State, { rules, vendor }: World): { target: Target; isForSale: boolean }[] {
  if (vendor.picks) return [{ target: 'any', isForSale: true }];
  if (rules.keepsItsNumber && state.unanswered && state.target !== null) {
    return [{ target: state.target, isForSale: true }];
  }
  return numbers
    .filter((number) => !state.ruledOut.includes(number))
    .map((target) => ({ target, isForSale: state[target] === 'nobody' }));
}
