import { audit } from '../audit/audit.ts';
import type { Audit } from '../audit/findings.ts';
import { toJson, toText } from '../audit/report.ts';
import { ConfigError, loadSettings, type Settings } from '../config.ts';
import { NothingToReadError, openExistingDatabase } from '../database/open.ts';
import { hasLostCalls } from '../ledger/identity.ts';
import { createLedgerReads } from '../ledger/reads.ts';
import { createRegistry } from '../registry/sql-registry.ts';
import { createLogger } from '../telemetry/logger.ts';
import { openAccounts } from './open-accounts.ts';

/** The options of `phone-numbers audit`. */
export type AuditOptions = {
  /** Whether the vendors are asked too. */
  readonly vendors: boolean;
  readonly json: boolean;
};

const exitCodes: Record<Audit['verdict'], number> = {
  consistent: 0,
  contradictory: 1,
  unchecked: 2,
  'needs-attention': 3,
};

/**
 * Prints what is open and what contradicts. Returns the exit code: 0 without a contradiction, 1 with one, 2 if not
 * everything could be checked, 3 if a person is needed.
 */
export async function runAudit(options: AuditOptions): Promise<number> {
  try {
    const found = await auditAll(await loadSettings(), options);
    process.stdout.write(options.json ? toJson(found) : toText(found));
    return exitCodes[found.verdict];
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return exitCodes.unchecked;
  }
}

async function auditAll(settings: Settings, { vendors }: AuditOptions): Promise<Audit> {
  const { config } = settings;
  await using stack = new AsyncDisposableStack();
  const since = new Date();
  // What goes wrong is in the report.
  const logger = createLogger('silent');
  const now = () => new Date();
  const database = await openExistingDatabase(config, { logger });
  stack.defer(() => database.destroy());
  return await audit({
    ledger: createLedgerReads(database, now),
    registry: createRegistry(database, now),
    vendors: vendors ? await openAccounts(settings, stack) : null,
    forgetsOperations: config.ledgerRetentionDays !== null,
    hasLostCalls: await hasLostCalls(database),
    since,
  });
}

/** Says for people why nothing could be checked; names no URL, since that of a database may contain a password. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof NothingToReadError) return error.message;
  const [cause] = error instanceof AggregateError ? error.errors : [error];
  return `Nothing could be checked, since the database did not answer: ${cause instanceof Error ? cause.message : cause}`;
}
