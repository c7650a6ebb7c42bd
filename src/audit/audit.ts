import { checkNumbers } from './check-numbers.ts';
import { checkOperations } from './check-operations.ts';
import type { Audit, AuditSources } from './findings.ts';
import { readAccounts } from './vendor-accounts.ts';

const LOST_CALLS =
  'The ledger has lost calls that it held before, and no service buys on it. Write the lost keys back with `phone-numbers ' +
  'restore-key`, then run `phone-numbers accept-ledger`.';

/**
 * Compares what the ledger, the registry and the vendors say. Ledger and registry are read page by page; only the ids
 * and addresses of a vendor's account are kept in memory as a whole. Throws if the database does not answer; a vendor
 * that does not answer, or whose key is missing, is listed in `unchecked`.
 */
export async function audit(sources: AuditSources): Promise<Audit> {
  // In this order: what a vendor reports is then never newer than what the ledger and the registry say of it.
  const accounts = await readAccounts(sources.vendors);
  const operations = await checkOperations(sources, accounts);
  const numbers = await checkNumbers(sources, accounts, operations);
  const contradictions = [...operations.contradictions, ...numbers.contradictions];
  const troubles = [...accounts.values()].flatMap(({ trouble }) => trouble ?? []);
  const unchecked = [...troubles, ...numbers.unchecked];
  const contradictory = new Set(contradictions.map(({ phoneNumberId }) => phoneNumberId));
  const unexplained = numbers.unexplained.filter(({ phoneNumberId }) => !contradictory.has(phoneNumberId));
  const isNeeded =
    operations.needsAttention.length > 0 ||
    operations.overdue.length > 0 ||
    sources.hasLostCalls === true ||
    // What was adopted long ago may be forgotten.
    (!sources.forgetsOperations && unexplained.some(({ isNewer }) => isNewer));
  const otherwise = isNeeded ? 'needs-attention' : unchecked.length > 0 ? 'unchecked' : 'consistent';
  return {
    verdict: contradictions.length > 0 ? 'contradictory' : otherwise,
    counts: { operations: operations.count, numbers: numbers.count },
    open: operations.open,
    needsAttention: operations.needsAttention,
    overdue: operations.overdue,
    contradictions,
    unexplained,
    notes: [
      ...(sources.hasLostCalls ? [LOST_CALLS] : []),
      ...(sources.vendors === null ? ['No vendor was asked.'] : numbers.notes),
    ],
    unchecked,
  };
}
