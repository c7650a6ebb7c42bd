/**
 * Proof that the ledger has durably recorded "sent" for one call that changes something at a vendor. Every such method
 * of the vendor port asks for one, and only the ledger makes them: a purchase that is not on record does not compile.
 */
export class SentCall {
  /** Private by name, so that nothing else can pass for a `SentCall`. */
  readonly #recordedAtMs = performance.now();
  readonly operationId: string;
  /** 1 for the first call of the operation. */
  readonly attempt: number;

  /** For the ledger alone, after its commit. */
  constructor(operationId: string, attempt: number) {
    this.operationId = operationId;
    this.attempt = attempt;
  }

  /** How long ago it was recorded, by a clock that nobody sets. */
  get ageMs(): number {
    return performance.now() - this.#recordedAtMs;
  }
}
