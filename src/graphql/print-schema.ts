import { printSubgraphSchema } from '@apollo/subgraph';
import { createSchema } from './schema.ts';

/** The whole SDL, federation directives included: what a schema registry is given. */
export function printPublishedSchema(): string {
  return `${printSubgraphSchema(createSchema()).trimEnd()}\n`;
}
