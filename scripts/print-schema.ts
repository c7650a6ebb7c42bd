import { mkdirSync, writeFileSync } from 'node:fs';
import { printPublishedSchema } from '../src/graphql/print-schema.ts';

const file = new URL('../schema/published/phone-numbers.graphql', import.meta.url);

mkdirSync(new URL('.', file), { recursive: true });
writeFileSync(file, printPublishedSchema());
