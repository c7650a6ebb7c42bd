import type { DatabaseSync } from 'node:sqlite';
import {
  type BinaryOperationNode,
  type DialectAdapter,
  type Driver,
  type QueryCompiler,
  SqliteAdapter,
  SqliteDialect,
  SqliteQueryCompiler,
} from 'kysely';
import { listOf } from './lists.ts';
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

/** However long a list is, it is one value: statements are kept, and each length would be another one. */
export class FileCompiler extends SqliteQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const list = listOf(node);
    if (list === null) {
      super.visitBinaryOperation(node);
      return;
    }
    this.visitNode(node.leftOperand);
    this.append(list.isExcluded ? ' not in ' : ' in ');
    this.append('(select value from json_each(');
    this.appendValue(JSON.stringify(list.values));
    this.append('))');
  }
}

/** The driver itself sees to it that one at a time uses the file: Kysely would let each wait for the disk alone. */
class FileAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}
