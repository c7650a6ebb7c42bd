import { describe } from 'vitest';
import type { OpenDatabase } from './registry-bench.ts';
import { describeRegistryReads } from './registry-read-contract.ts';
import { describeRegistryWalks } from './registry-walk-contract.ts';
import { describeRegistryWrites } from './registry-write-contract.ts';

/** The promises that the registry keeps on every database. */
export function describeRegistryContract({ open }: { readonly open: OpenDatabase }): void {
  describe('takes in what vendors tell:', () => describeRegistryWalks(open));
  describe('takes in what operations write:', () => describeRegistryWrites(open));
  describe('answers:', () => describeRegistryReads(open));
}
