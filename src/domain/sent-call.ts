/**
 * Proof that the ledger has durably recorded "sent" for one call that changes something at a vendor. Every such method
 * of the vendor port asks for one, and only the ledger makes them: a purchase that is not on record does not compile.
 */
export class SentCall {
  readonly #recorded = true;
  readonly operationId: string;
  /** 1 for the first call of the operation. */
  readonly attempt: number;

  /** For the ledger alone, after its commit. */
  constructor(operationId: string, attempt: number) {
    this.operationId = operationId;
    this.attempt = attempt;
  }

  /** Never false; keeps the private mark in use, which is what makes the type impossible to imitate. */
  get isRecorded(): boolean {
    return this.#recorded;
  }
}
