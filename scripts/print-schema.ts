import { mkdirSync, writeFileSync } from 'node:fs';
import { printSubgraphSchema } from '@apollo/subgraph';
import { createSchema } from '../src/graphql/schema.ts';

/** The whole SDL in one file, federation directives included: what a schema registry is given. */
const file = new URL('../schema/published/phone-numbers.graphql', import.meta.url);

mkdirSync(new URL('.', file), { recursive: true });
writeFileSync(file, `${printSubgraphSchema(createSchema()).trimEnd()}\n`);
