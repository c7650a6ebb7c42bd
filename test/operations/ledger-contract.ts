import { describe } from 'vitest';
import { describeBegin } from './ledger-begin-contract.ts';
import type { OpenDatabase } from './ledger-bench.ts';
import { describeLimits } from './ledger-limit-contract.ts';
import { describeRecovery } from './ledger-recovery-contract.ts';
import { describeWork } from './ledger-work-contract.ts';

/** The promises of the ledger, which every database has to keep. `open` is called once for each test. */
export function describeLedgerContract({ open }: { readonly open: OpenDatabase }): void {
  describe('beginning', () => describeBegin(open));
  describe('working', () => describeWork(open));
  describe('limits and age', () => describeLimits(open));
  describe('recovering', () => describeRecovery(open));
}
