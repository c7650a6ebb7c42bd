import type { VendorName } from '../domain/phone-number.ts';

/**
 * What a failed call did at the vendor.
 * - `rejected`: the vendor said no; certainly nothing happened.
 * - `unreachable`: the vendor was not reached, or would not take the call; certainly nothing happened.
 * - `unknown`: the vendor may have acted.
 */
export type VendorOutcome = 'rejected' | 'unreachable' | 'unknown';

/**
 * Why, as far as it matters to what happens next.
 * - `number-unavailable`: it says of the asked number itself that it is no longer available.
 * - `no-match`: it says of the place that was asked for that it has no number there to pick.
 * - `conflict`: it says that there is one already, or answers 409: that may be our own, of a call repeated on its way.
 * - `no-words`: it refuses to obtain a number and gives no reason.
 * - `ordered`: it has taken an order, and says later what came of it.
 * - `other-account`: nothing says that its API key belongs to the account that is on record.
 */
export type VendorErrorReason =
  | 'refused'
  | 'not-found'
  | 'number-unavailable'
  | 'no-match'
  | 'conflict'
  | 'no-words'
  | 'ordered'
  | 'credentials'
  | 'other-account'
  | 'busy'
  | 'no-connection'
  | 'no-answer'
  | 'unreadable';

type VendorErrorFacts = {
  vendor: VendorName;
  outcome: VendorOutcome;
  reason: VendorErrorReason;
  /** For the public: free of secrets and of the vendor's internals. */
  message: string;
  /** Member of the input the vendor complained about, in our words, e.g. `agentId`; null where it named none. */
  member?: string | null;
  /** What it names that would do instead, e.g. other area codes. */
  suggestions?: readonly string[];
  /** May the same call be sent again later and go well? */
  retryable?: boolean;
  cause?: unknown;
};

/** The only error the vendor port throws. */
export class VendorError extends Error {
  readonly vendor: VendorName;
  readonly outcome: VendorOutcome;
  readonly reason: VendorErrorReason;
  readonly member: string | null;
  readonly suggestions: readonly string[];
  readonly retryable: boolean;

  constructor(facts: VendorErrorFacts) {
    super(facts.message, { cause: facts.cause });
    this.name = 'VendorError';
    this.vendor = facts.vendor;
    this.outcome = facts.outcome;
    this.reason = facts.reason;
    this.member = facts.member ?? null;
    this.suggestions = facts.suggestions ?? [];
    this.retryable = facts.retryable ?? facts.outcome !== 'rejected';
  }

  /** The same error, with a sentence more. */
  saying(sentence: string): VendorError {
    const { vendor, outcome, reason, member, suggestions, retryable, cause } = this;
    const message = `${this.message} ${sentence}`;
    return new VendorError({ vendor, outcome, reason, member, suggestions, retryable, cause, message });
  }
}
