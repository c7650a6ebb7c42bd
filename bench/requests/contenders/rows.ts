import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Pool } from 'pg';

/** What a parameter of a statement can be. */
export type Parameter = string | number;

/** The store, to be read and no more. Parameters are written `$1`, `$2` … in statements. */
export type Rows = {
  /** The table of numbers, as statements name it. */
  readonly table: string;
  readonly isPostgres: boolean;
  /** Each row as an object. */
  objects(text: string, values: readonly Parameter[]): Promise<unknown>;
  /** Each row as an array of its columns. */
  arrays(text: string, values: readonly Parameter[]): Promise<unknown>;
};

/** A store by the path of its file, or by its URL. */
export function openRows(place: string): Rows {
  return place.startsWith('postgres') ? openPostgres(place) : openSqlite(place);
}

function openSqlite(file: string): Rows {
  const database = new DatabaseSync(file, { readOnly: true });
  const prepare = (returnsArrays: boolean) => {
    const known = new Map<string, StatementSync>();
    return async (text: string, values: readonly Parameter[]) => {
      let statement = known.get(text);
      if (!statement) {
        statement = database.prepare(text.replaceAll('$', '?'));
        statement.setReturnArrays(returnsArrays);
        known.set(text, statement);
      }
      return statement.all(...values);
    };
  };
  return { table: 'numbers', isPostgres: false, objects: prepare(false), arrays: prepare(true) };
}

function openPostgres(connectionString: string): Rows {
  const pool = new Pool({ connectionString });
  const names = new Map<string, string>();
  // Named, so that the server reads and plans each once.
  const nameOf = (text: string) => names.get(text) ?? names.set(text, `statement-${names.size}`).get(text);
  const toQuery = (text: string, values: readonly Parameter[]) => ({
    name: `${nameOf(text)}`,
    text,
    values: [...values],
  });
  return {
    table: 'phone_numbers.numbers',
    isPostgres: true,
    objects: async (text, values) => (await pool.query(toQuery(text, values))).rows,
    arrays: async (text, values) => (await pool.query({ ...toQuery(text, values), rowMode: 'array' })).rows,
  };
}
