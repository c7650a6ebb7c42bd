import { copyFileSync } from 'node:fs';

/** Takes the schema of today for the released one: run at a release, and for nothing else. */
copyFileSync('schema/published/phone-numbers.graphql', 'schema/released/phone-numbers.graphql');
