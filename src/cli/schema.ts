import { loadVendors } from '../config.ts';
import { printPublishedSchema, printSchemaWithScopes } from '../graphql/print-schema.ts';

/** The options of `phone-numbers schema`. */
export type SchemaOptions = { readonly scopes?: true };

/** Prints the schema as a schema registry takes it, with the vendors that `VENDORS` adds. */
export async function printSchema({ scopes }: SchemaOptions): Promise<void> {
  const vendors = await loadVendors();
  process.stdout.write(scopes ? printSchemaWithScopes(vendors) : printPublishedSchema(vendors));
}
