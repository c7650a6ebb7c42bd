import {
  type BinaryOperationNode,
  type Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  type ReferenceNode,
  sql,
  TableNode,
} from 'kysely';
import { withListAsOneValue } from './lists.ts';

/**
 * Names the schema of every table in every statement, those written by hand too where they say `sql.table('…')`. What a
 * session takes for its search path is in other hands: a URL, a role, a pooler between here and the server. Knows of no
 * common table expressions but those that are written by hand.
 */
export class SchemaCompiler extends PostgresQueryCompiler {
  readonly #schema: string;
  #isReference = false;

  constructor(schema: string) {
    super();
    this.#schema = schema;
  }

  protected override visitTable(node: TableNode): void {
    const isNamed = this.#isReference || node.table.schema !== undefined;
    super.visitTable(isNamed ? node : TableNode.createWithSchema(this.#schema, node.table.identifier.name));
  }

  /** The table of a column is one that the statement has named, or an alias. */
  protected override visitReference(node: ReferenceNode): void {
    this.#isReference = true;
    super.visitReference(node);
    this.#isReference = false;
  }

  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    super.visitBinaryOperation(withListAsOneValue(node, compareWithArray));
  }
}

const compareWithArray: Parameters<typeof withListAsOneValue>[1] = (operator, values) =>
  operator === 'in' ? ['=', sql`any(${values})`] : ['<>', sql`all(${values})`];

/** Kysely's adapter, which knows the schema that the tables lie in. */
export class SchemaAdapter extends PostgresAdapter {
  readonly schema: string;

  constructor(schema: string) {
    super();
    this.schema = schema;
  }

  /** Migrations run in one transaction, which has a lock: one that belongs to a session means nothing behind a pooler. */
  override async acquireMigrationLock(): Promise<void> {}

  override async releaseMigrationLock(): Promise<void> {}
}

/** The schema that the tables lie in; undefined on SQLite, which has none. */
export function schemaOf<Tables>(database: Pick<Kysely<Tables>, 'getExecutor'>): string | undefined {
  const { adapter } = database.getExecutor();
  return adapter instanceof SchemaAdapter ? adapter.schema : undefined;
}
