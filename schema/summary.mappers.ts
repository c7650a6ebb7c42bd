import type { LedgerSummary } from '../src/ledger/ledger.ts';
import type { NumberCounts } from '../src/registry/registry.ts';

/** Counts nothing that is not asked for. */
export type NumberSummaryMapper = {
  readonly counts: () => Promise<ReadonlyMap<string, NumberCounts>>;
  readonly ledger: () => Promise<LedgerSummary>;
};
