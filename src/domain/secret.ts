const SHOWN = '[redacted]';

/**
 * A value that must not get out: a password on its way to a vendor. Whatever prints it prints `[redacted]`, and a copy of
 * it by its members is empty. It is opened in two places: where a request's body is written (`vendors/http/exchange.ts`),
 * and where it is cut out of a vendor's words (`vendors/redact.ts`). A test counts them.
 */
export class Secret<Value> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  reveal(): Value {
    return this.#value;
  }

  /** What somebody finds out about it who checks input. `check` must not give it away. */
  judge<Verdict>(check: (value: Value) => Verdict): Verdict {
    return check(this.#value);
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return SHOWN;
  }
}
