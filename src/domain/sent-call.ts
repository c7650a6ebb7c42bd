declare const recorded: unique symbol;

/**
 * Proof that the ledger has durably recorded "sent" for one call that changes something at a vendor. Every such method
 * of the vendor port asks for one, so a purchase that is not on record does not compile: no other code can name the
 * member `recorded`, and the ledger alone asserts it, as its commit returns.
 */
export type SentCall = {
  readonly [recorded]: true;
  readonly operationId: string;
  /** 1 for the first call of the operation. */
  readonly attempt: number;
  /** When it was recorded, in ms by the clock of `performance.now()`, which nobody sets. */
  readonly recordedAtMs: number;
  /** The same in ms since 1970, by the clock that goes on while the machine sleeps. */
  readonly recordedAt: number;
};
