import type { DatabaseSync } from 'node:sqlite';
import {
  type BinaryOperationNode,
  type DialectAdapter,
  type Driver,
  type QueryCompiler,
  SqliteAdapter,
  SqliteDialect,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import { withListAsOneValue } from './lists.ts';
import { SqliteFileDriver } from './sqlite-driver.ts';

/** Kysely's dialect on node:sqlite. */
export class SqliteFileDialect extends SqliteDialect {
  readonly #file: DatabaseSync;

  constructor(file: DatabaseSync) {
    super({
      database: async () => {
        throw new Error('The driver has the file.');
      },
    });
    this.#file = file;
  }

  override createDriver(): Driver {
    return new SqliteFileDriver(this.#file);
  }

  override createAdapter(): DialectAdapter {
    return new FileAdapter();
  }

  override createQueryCompiler(): QueryCompiler {
    return new FileCompiler();
  }
}

/** Kysely's compiler, but for lists. */
export class FileCompiler extends SqliteQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    super.visitBinaryOperation(withListAsOneValue(node, compareWithJson));
  }
}

const compareWithJson: Parameters<typeof withListAsOneValue>[1] = (operator, values) => [
  operator,
  sql`(select value from json_each(${JSON.stringify(values)}))`,
];

/** The driver itself sees to it that one at a time uses the file: Kysely would let each wait for the disk alone. */
class FileAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}
