/** Two numbers that may be bought: one more than a key may have. */
export const numbers = ['T1', 'T2'] as const;
export type Num = (typeof numbers)[number];

/** What a call asks for: a number, or any where the vendor picks it itself. */
export type Target = Num | 'any';

/**
 * Who holds a number, in truth. `us` came of a call of this key: nothing else here buys for us. `others` stands for
 * another customer as well as for another key of ours, whose number is shown but is not this key's.
 */
export type Owner = 'nobody' | 'us' | 'others';

/**
 * How the key stands.
 * - `free`: not asked for yet, or nothing came of it; where a call went unanswered it is bound to its number.
 * - `calling`: a call is recorded and under way.
 * - `looking`: the vendor said of the number that it is no longer available, and the account is asked first.
 * - `open`: PENDING, being reconciled. `attention`: the same, and a person is asked.
 * - `failed`: as `free`, told to the caller as FAILED, retryable.
 * - `ended`: FAILED for good: the key asks for nothing any more, and the caller takes a new one.
 * - `succeeded`: the caller was told a number.
 */
export type Status = 'free' | 'calling' | 'looking' | 'open' | 'attention' | 'failed' | 'ended' | 'succeeded';

/**
 * All that the rules and the world may depend on. There are no times: whatever may happen may happen at any moment,
 * which is worse than any grace period. A list is not part of the state either: at each look it may leave out what is
 * there, whether it lags, misses one, or belongs to another account; and so may a search be stale at each look.
 */
export type State = {
  readonly key: Status;
  /** What the key asked for last. */
  readonly target: Target | null;
  /** Has a call of this key not been answered for certain, as far as the rules remember? */
  readonly unanswered: boolean;
  /** Was the number refused after that? */
  readonly refused: boolean;
  /** What was refused as no longer available while the key chooses. */
  readonly ruledOut: readonly Num[];
  /** Complete syncs without the number, or looks at a stock that still offers it, since the last call. */
  readonly looks: number;
  /** Was the end a person's word? */
  readonly settled: boolean;
  readonly T1: Owner;
  readonly T2: Owner;
  /** Calls that were given up and may still arrive. */
  readonly onTheWay: readonly Target[];
};

export const beginning: State = {
  key: 'free',
  target: null,
  unanswered: false,
  refused: false,
  ruledOut: [],
  looks: 0,
  settled: false,
  T1: 'nobody',
  T2: 'nobody',
  onTheWay: [],
};

/** What a vendor can do. */
export type VendorKind = { readonly lists: boolean; readonly picks: boolean };

/** What no rule of ours can make harmless; each is off unless a walk asks for it. */
export type Limit =
  | 'repeats by itself, says only "not available", and does not show the number'
  | 'picks twice for one call'
  | 'sells another number than the one asked for';

/** What the service concludes from what, and what a key may do then. */
export type Rules = {
  /** Complete syncs without the number after which the operation is FAILED. */
  readonly syncsThatProve: number;
  /** Looks at a stock that still offers it, where there is no list. */
  readonly searchesThatProve: number;
  /** A key whose call went unanswered asks for its own number or for none. */
  readonly keepsItsNumber: boolean;
  /** Where the vendor picks, it asks for none. */
  readonly neverPicksAgain: boolean;
  /** It may do so while its outcome is open. */
  readonly asksWhileOpen: boolean;
  /** "Already purchased", "in use", any 409: the key chooses another number. */
  readonly anyConflictFrees: boolean;
  /** A refusal as no longer available frees the key even after a call that went unanswered. */
  readonly refusalFreesAfterUnanswered: boolean;
  /** Before another number is chosen, a vendor that can be asked is asked whether the account has the refused one. */
  readonly looksBeforeAnother: boolean;
  /** Refused after an unanswered call, and not in two complete syncs: FAILED for good, so that the caller goes on. */
  readonly refusalEndsTheKey: boolean;
  /** A number of a call of this key that is found later makes it SUCCEEDED, however it had ended. */
  readonly heals: boolean;
  /** What a person settled wrongly can be settled anew. */
  readonly corrects: boolean;
};

/** The rules of the architecture. */
export const oneKeyOneNumber: Rules = {
  syncsThatProve: 2,
  searchesThatProve: 3,
  keepsItsNumber: true,
  neverPicksAgain: true,
  asksWhileOpen: true,
  anyConflictFrees: false,
  refusalFreesAfterUnanswered: false,
  looksBeforeAnother: true,
  refusalEndsTheKey: true,
  heals: true,
  corrects: true,
};

/** The rules before: one look proves, and what was asked for before is forgotten. */
export const oneLookProves: Rules = {
  syncsThatProve: 1,
  searchesThatProve: 1,
  keepsItsNumber: false,
  neverPicksAgain: true,
  asksWhileOpen: false,
  anyConflictFrees: true,
  refusalFreesAfterUnanswered: true,
  looksBeforeAnother: false,
  refusalEndsTheKey: false,
  heals: false,
  corrects: false,
};

/** The numbers that came of the key's calls. */
export function bought(state: State): Num[] {
  return numbers.filter((number) => state[number] === 'us');
}

/** Whether what the key asked for last is ours. */
export function holdsTarget({ target, ...state }: State): boolean {
  return target === 'any' ? state.T1 === 'us' || state.T2 === 'us' : target !== null && state[target] === 'us';
}
