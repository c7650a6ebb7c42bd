import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { QueryResult } from 'kysely';

const MAX_PREPARED = 500;

/** `toRow` makes a row of its values in their order; null where a statement returns no rows. */
type Prepared = { readonly statement: StatementSync; readonly toRow: ((values: unknown) => object) | null };

/** The statements of one connection to a file: each is prepared once, and kept as long as there are few. */
export class SqliteStatements {
  readonly #file: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(file: DatabaseSync) {
    this.#file = file;
  }

  /** Runs a statement now. Throws SQLite's error, and a `TypeError` for a parameter that no column holds. */
  run<Row>(text: string, parameters: readonly unknown[]): QueryResult<Row> {
    const { statement, toRow } = this.#prepare(text);
    // Kysely says what a statement returns; SQLite itself does not know.
    if (toRow) return { rows: statement.all(...toInput(parameters)).map(toRow) as Row[] };
    const { changes } = statement.run(...toInput(parameters));
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  #prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known) return known;
    const statement = this.#file.prepare(text);
    const names = statement.columns().map(({ name }) => name);
    statement.setReturnArrays(names.length > 0);
    const prepared = { statement, toRow: names.length > 0 ? rowMaker(names) : null };
    if (this.#prepared.size >= MAX_PREPARED) this.#prepared.clear();
    this.#prepared.set(text, prepared);
    return prepared;
  }
}

/**
 * Makes rows of the values of these columns. Rows of one statement have one shape then, which the objects that node:sqlite makes
 * have not: a page is read in half the time.
 */
function rowMaker(names: readonly string[]): (values: unknown) => object {
  const members = names.map((name, index) => `${JSON.stringify(name)}: values[${index}]`);
  return new Function('values', `return { ${members.join(', ')} };`) as (values: unknown) => object;
}

function toInput(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number') return value;
    if (typeof value === 'bigint') return value;
    throw new TypeError(`The tables hold no ${typeof value}.`);
  });
}
