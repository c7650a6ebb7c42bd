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
 * - `conflict`: it says that there is one already, or answers 409: that may be our own, of a call repeated on its way.
 * - `no-words`: it refuses to obtain a number and gives no reason.
 * - `ordered`: it has taken an order, and says later what came of it.
 * - `other-account`: nothing says that its API key belongs to the account that is on record.
 */
export type VendorErrorReason =
  | 'refused'
  | 'not-found'
  | 'number-unavailable'
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
  readonly retryable: boolean;

  constructor(facts: VendorErrorFacts) {
    super(facts.message, { cause: facts.cause });
    this.name = 'VendorError';
    this.vendor = facts.vendor;
    this.outcome = facts.outcome;
    this.reason = facts.reason;
    this.member = facts.member ?? null;
    this.retryable = facts.retryable ?? facts.outcome !== 'rejected';
  }
}
