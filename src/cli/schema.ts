import { printPublishedSchema, printSchemaWithScopes } from '../graphql/print-schema.ts';

/** The options of `phone-numbers schema`. */
export type SchemaOptions = { readonly scopes?: true };

/** Prints the schema as a schema registry takes it. */
export async function printSchema({ scopes }: SchemaOptions): Promise<void> {
  process.stdout.write(scopes ? printSchemaWithScopes() : printPublishedSchema());
}
