import { mkdirSync, writeFileSync } from 'node:fs';
import { printPublishedSchema, printSchemaWithScopes } from '../src/graphql/print-schema.ts';

const folder = new URL('../schema/published/', import.meta.url);

mkdirSync(folder, { recursive: true });
writeFileSync(new URL('phone-numbers.graphql', folder), printPublishedSchema());
writeFileSync(new URL('phone-numbers-with-scopes.graphql', folder), printSchemaWithScopes());
