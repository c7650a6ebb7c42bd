import { describe } from 'vitest';
import { openTestDatabase } from '../support/databases.ts';
import { describeRegistryContract } from './contract.ts';

describe('the registry on SQLite', () => describeRegistryContract({ open: () => openTestDatabase('SQLite') }));
