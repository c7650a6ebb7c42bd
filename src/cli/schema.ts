import { printPublishedSchema } from '../graphql/print-schema.ts';

/** Prints the schema as a schema registry takes it. */
export async function printSchema(): Promise<void> {
  process.stdout.write(printPublishedSchema());
}
