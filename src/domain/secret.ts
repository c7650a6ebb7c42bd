const SHOWN = '[redacted]';

/**
 * A value that must not get out: a password on its way to a vendor, or one of this service's own settings. Whatever prints it
 * prints `[redacted]`, and a copy of it by its members is empty. It is opened where it is sent (`vendors/http/exchange.ts`,
 * `database/open.ts`), where it is cut out of a vendor's words (`vendors/redact.ts`), and where an account gets its name
 * (`vendors/settings.ts`). A test counts these places.
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

  /** What it is a part of, such as a header, which is as secret. */
  within<Whole>(make: (value: Value) => Whole): Secret<Whole> {
    return new Secret(make(this.#value));
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
