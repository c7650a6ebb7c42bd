import { describe } from 'vitest';
import type { OpenDatabase } from '../support/registry-harness.ts';
import { describeRegistryAges } from './contract-ages.ts';
import { describeRegistryReads } from './contract-reads.ts';
import { describeRegistryShares } from './contract-shares.ts';
import { describeRegistrySyncs } from './contract-syncs.ts';
import { describeRegistryWrites } from './contract-writes.ts';

/** The promises that the registry keeps on every database. */
export function describeRegistryContract({ open }: { readonly open: OpenDatabase }): void {
  describe('takes in what vendors report:', () => describeRegistrySyncs(open));
  describe('knows how old it is:', () => describeRegistryAges(open));
  describe('takes in what operations write:', () => describeRegistryWrites(open));
  describe('knows who shares a number:', () => describeRegistryShares(open));
  describe('answers:', () => describeRegistryReads(open));
}
