import { describe } from 'vitest';
import type { OpenDatabase } from '../support/ledger-harness.ts';
import { describeBegin } from './contract-begin.ts';
import { describeBulks } from './contract-bulk.ts';
import { describeLimits } from './contract-limit.ts';
import { describeReconciliation } from './contract-reconciliation.ts';
import { describeWork } from './contract-work.ts';

/** The promises of the ledger, which every database has to keep. `open` is called once for each test. */
export function describeLedgerContract({ open }: { readonly open: OpenDatabase }): void {
  describe('beginning', () => describeBegin(open));
  describe('beginning many', () => describeBulks(open));
  describe('working', () => describeWork(open));
  describe('limits and age', () => describeLimits(open));
  describe('reconciling', () => describeReconciliation(open));
}
