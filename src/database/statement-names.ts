/** How many statements a session of the server keeps at most, and how long a text is at most that is kept, in characters. */
const MAX_NAMES = 200;
const MAX_LENGTH = 2_000;

/**
 * Names by which a session of PostgreSQL keeps statements, so that it reads and plans each once. Longer ones, such as
 * inserts of many rows, come in as many forms as there are rows: they have none.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  #generation = 0;

  /** Undefined where the statement is not kept. */
  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= MAX_NAMES || text.length > MAX_LENGTH) return undefined;
    const name = `statement_${this.#generation}_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }

  /**
   * Runs a statement under its name. After a migration, by a newer version of this service, all are kept anew; one that is in
   * no transaction (`isAlone`) runs again, as nothing has come of it.
   */
  async run<Result>(text: string, run: (name?: string) => Promise<Result>, isAlone: boolean): Promise<Result> {
    try {
      return await run(this.of(text));
    } catch (error) {
      if (!isOutdatedPlan(error)) throw error;
      this.#generation += 1;
      this.#names.clear();
      if (!isAlone) throw error;
      return run(this.of(text));
    }
  }
}

/** Whether the server keeps a plan of a statement whose table has got another column since; it would be planned anew. */
export function isOutdatedPlan(error: unknown): boolean {
  return error instanceof Error && error.message === 'cached plan must not change result type';
}
