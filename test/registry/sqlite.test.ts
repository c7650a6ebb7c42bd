import { describe } from 'vitest';
import { openTestDatabase } from '../support/databases.ts';
import { describeRegistryContract } from './contract.ts';

describe('the registry on SQLite', () => describeRegistryContract({ open: () => openTestDatabase('SQLite') }));

/** As with a table of a million rows, which no statement may look through at once. */
const openInParts = async () => ({ ...(await openTestDatabase('SQLite')), rowsAtOnce: 2 });

describe('the registry on SQLite, part by part', () => describeRegistryContract({ open: openInParts }));
