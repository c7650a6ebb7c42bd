import {
  type Kysely,
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  type QueryResult,
  type RawNode,
  type RootOperationNode,
  TableNode,
  type UnknownRow,
  WithSchemaPlugin,
} from 'kysely';

/**
 * Makes every statement name the schema of its tables, those written by hand too where they say `sql.table('…')`. What
 * a session takes for its search path is in other hands: an URL, a role, a pooler between here and the server.
 */
export class SchemaPlugin implements KyselyPlugin {
  readonly schema: string;
  readonly #built: WithSchemaPlugin;
  readonly #byHand: RawTables;

  constructor(schema: string) {
    this.schema = schema;
    this.#built = new WithSchemaPlugin(schema);
    this.#byHand = new RawTables(schema);
  }

  transformQuery(args: PluginTransformQueryArgs): RootOperationNode {
    return this.#byHand.transformNode(this.#built.transformQuery(args), args.queryId);
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

/** Kysely's own plugin leaves tables alone that are named in a `sql` text. */
class RawTables extends OperationNodeTransformer {
  readonly #schema: string;

  constructor(schema: string) {
    super();
    this.#schema = schema;
  }

  protected override transformRaw(node: RawNode, queryId?: QueryId): RawNode {
    const raw = super.transformRaw(node, queryId);
    const parameters = raw.parameters.map((part) =>
      TableNode.is(part) && part.table.schema === undefined
        ? TableNode.createWithSchema(this.#schema, part.table.identifier.name)
        : part,
    );
    return { ...raw, parameters };
  }
}

/** The schema that the tables lie in; undefined on SQLite, which has none. */
export function schemaOf<Tables>(database: Pick<Kysely<Tables>, 'getExecutor'>): string | undefined {
  return database.getExecutor().plugins.find((plugin) => plugin instanceof SchemaPlugin)?.schema;
}
