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
import { FileConnection, type SqliteFileDriver } from './sqlite-driver.ts';

/** Kysely's dialect on node:sqlite, with a driver that several may share. */
export class SqliteFileDialect extends SqliteDialect {
  readonly #driver: Driver;

  constructor(driver: Driver) {
    super({
      database: async () => {
        throw new Error('The driver has the file.');
      },
    });
    this.#driver = driver;
  }

  override createDriver(): Driver {
    return this.#driver;
  }

  override createAdapter(): DialectAdapter {
    return new FileAdapter();
  }

  override createQueryCompiler(): QueryCompiler {
    return new FileCompiler();
  }
}

/** Another's driver, for copies: its transactions are in one queue with the others. */
export class CopyDriver implements Driver {
  readonly #shared: SqliteFileDriver;

  constructor(shared: SqliteFileDriver) {
    this.#shared = shared;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<FileConnection> {
    return new FileConnection(this.#shared, { isCopy: true });
  }

  async releaseConnection(): Promise<void> {}

  beginTransaction(connection: FileConnection): Promise<void> {
    return this.#shared.beginTransaction(connection);
  }

  commitTransaction(connection: FileConnection): Promise<void> {
    return this.#shared.commitTransaction(connection);
  }

  rollbackTransaction(connection: FileConnection): Promise<void> {
    return this.#shared.rollbackTransaction(connection);
  }

  async destroy(): Promise<void> {}
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
