import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { audit } from '../audit/audit.ts';
import type { Audit } from '../audit/findings.ts';
import { toJson, toText } from '../audit/report.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { NothingToReadError, openDatabaseToRead } from '../database/open.ts';
import { createLedgerReads } from '../ledger/reads.ts';
import { createRegistry } from '../registry/sql-registry.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createVendors } from '../vendors/index.ts';

const USAGE = `npm run ledger -- [--no-vendors] [--json]

Shows what is open and what needs a person, and compares the ledger, the registry and the vendors with each other.
Changes nothing, and runs beside the service. Takes its settings from the environment and .env, as the service does.

  --no-vendors   ask no vendor
  --json         one JSON document instead of text

Ends with 0 if there is no contradiction, 1 if there is one, 2 if not everything could be checked.
`;

const exitCodes: Record<Audit['verdict'], number> = { consistent: 0, contradictory: 1, unchecked: 2 };

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      vendors: { type: 'boolean', default: true },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  const found = await runAudit(readConfig(), values);
  process.stdout.write(values.json ? toJson(found) : toText(found));
  return exitCodes[found.verdict];
}

async function runAudit(config: Config, { vendors }: { readonly vendors: boolean }): Promise<Audit> {
  await using stack = new AsyncDisposableStack();
  const since = new Date();
  // What goes wrong is in the report.
  const logger = createLogger('silent');
  const now = () => new Date();
  const database = await openDatabaseToRead(config, logger);
  stack.defer(() => database.destroy());
  return await audit({
    ledger: createLedgerReads(database, now),
    registry: createRegistry(database, now),
    vendors: vendors ? await openVendors(config, stack) : null,
    forgetsOperations: config.ledgerRetentionDays !== null,
    since,
  });
}

async function openVendors(config: Config, stack: AsyncDisposableStack) {
  const vendors = createVendors(config.sandbox ? await openSandbox(config, stack) : config.accounts, {
    timeoutMs: config.vendorTimeoutMs,
    logger: createLogger('silent'),
  });
  stack.defer(async () => void (await Promise.all([...vendors.values()].map((vendor) => vendor.close()))));
  return vendors;
}

/** The fake vendors live in the service; others like them, on what the service's have saved, know the same numbers. */
async function openSandbox({ dataDir }: Config, stack: AsyncDisposableStack) {
  const sandbox = await startSandbox({ stateFile: join(dataDir, 'sandbox.json'), savesState: false });
  stack.defer(() => sandbox.stop());
  return sandbox.accounts;
}

/** Why nothing could be checked, for people; names no URL, since that of a database may hold a password. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof NothingToReadError) return error.message;
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    return `${error.message}\n\n${USAGE}`;
  const [cause] = error instanceof AggregateError ? error.errors : [error];
  return `Nothing could be checked, since the database did not answer: ${cause instanceof Error ? cause.message : cause}`;
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = exitCodes.unchecked;
  },
);
