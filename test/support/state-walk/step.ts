import type { Limit, Num, Owner, Rules, State, Target, VendorKind } from './state.ts';

/**
 * How a step comes about: `health` does what it should, a person says what is so (`person`), and `trouble` is all that
 * can go wrong.
 */
export type Cause = 'health' | 'person' | 'trouble';

/** One thing that may happen next. */
export type Step = { readonly says: string; readonly cause: Cause; readonly next: State };

/** What a walk is about. */
export type World = { readonly vendor: VendorKind; readonly rules: Rules; readonly limits: ReadonlySet<Limit> };

/** The state with a number in somebody's hands. */
export function withOwner(state: State, number: Num, owner: Owner): State {
  return { ...state, [number]: owner };
}

/** A call arrives at the vendor. It sells what is free, once, and picks the first that is where it picks. */
export function deliver(state: State, target: Target): State {
  const number = target === 'any' ? firstFree(state) : target;
  return number !== null && state[number] === 'nobody' ? withOwner(state, number, 'us') : state;
}

/** What a vendor that picks would sell. */
export function firstFree(state: State): Num | null {
  if (state.T1 === 'nobody') return 'T1';
  return state.T2 === 'nobody' ? 'T2' : null;
}

/** Nothing certain was answered: the operation is open, and the key is bound to what it asked for. */
export function leaveOpen(state: State): State {
  return { ...state, key: 'open', unanswered: true, looks: 0 };
}

/** The caller is told that nothing happened, and may ask again: for what, says the rule about its number. */
export function fail(state: State, { rules }: World): State {
  const bound = rules.keepsItsNumber ? {} : { unanswered: false, refused: false, target: null };
  return { ...state, key: 'failed', ruledOut: [], looks: 0, ...bound };
}
