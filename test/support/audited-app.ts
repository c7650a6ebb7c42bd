import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { vi } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import type { Audit } from '../../src/audit/findings.ts';
import type { Database } from '../../src/database/database.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import type { OperationRow } from '../../src/database/tables.ts';
import { createLedgerReads } from '../../src/ledger/reads.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { openVendors } from '../../src/vendors/open-vendor.ts';
import { type CommandResult, runCommand } from './command.ts';
import { createPostgresDatabase, type Engine } from './databases.ts';
import { startTestApp, type TestApp, type TestSettings } from './test-app.ts';

/** A running service, and a way into its tables behind its back. */
export type AuditedApp = {
  readonly app: TestApp;
  /** Reads or writes the tables behind the service's back; repeated while the service is writing itself. */
  meddle<Result>(work: (database: Database) => Promise<Result>): Promise<Result>;
  /** Audits as the command does, in this process, with the sandbox for the vendors. */
  audit(settings?: { forgetsOperations?: boolean; asksVendors?: boolean }): Promise<Audit>;
  /** Runs the command as an operator would; `environment` goes on top of the service's. */
  runLedger(args?: readonly string[], environment?: Record<string, string>): Promise<CommandResult>;
  stop(): Promise<void>;
};

/** Starts a service on an empty database of this engine. */
export async function startAuditedApp(engine: Engine, settings: TestSettings = {}): Promise<AuditedApp> {
  const server = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
  const databaseUrl = server?.url ?? null;
  const app = await startTestApp({ databaseUrl, ...settings });
  const logger = createLogger('silent');
  const database = await openBehindIts(app, databaseUrl);
  const vendors = openVendors(builtInVendors, app.sandbox.accounts, { timeoutMs: 1_000, logger });
  const now = () => new Date();
  return {
    app,
    meddle: (work) => vi.waitFor(() => work(database), { timeout: 5_000, interval: 5 }),
    audit: ({ forgetsOperations = false, asksVendors = true } = {}) =>
      audit({
        ledger: createLedgerReads(database, now),
        registry: createRegistry(database, now),
        vendors: asksVendors ? vendors : null,
        forgetsOperations,
        since: new Date(),
      }),
    runLedger: (args = [], environment = {}) =>
      runCommand(['audit', ...args], {
        cwd: app.dataDir,
        env: {
          DATA_DIR: app.dataDir,
          SANDBOX: 'true',
          ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
          ...environment,
        },
      }),
    async stop() {
      await Promise.all([...vendors.values()].map((vendor) => vendor.close()));
      await database.destroy();
      await app.stop();
      await server?.drop();
    },
  };
}

async function openBehindIts({ dataDir }: TestApp, databaseUrl: string | null): Promise<Database> {
  const log = () => undefined;
  if (databaseUrl !== null) {
    const place = { url: databaseUrl, schema: 'phone_numbers_sandbox' };
    return openPostgres(place, { logger: createLogger('silent'), log });
  }
  return openSqlite(join(dataDir, 'sandbox.db'), log);
}

/** The purchase that obtained a number. */
export function purchaseOf(database: Database, phoneNumberId: string): Promise<OperationRow> {
  return database
    .selectFrom('operations')
    .selectAll()
    .where('phone_number_id', '=', phoneNumberId)
    .where('kind', '=', 'PURCHASE')
    .executeTakeFirstOrThrow();
}

/** Writes down an operation like another one, which nobody ever asked for. Returns its id. */
export async function forgeOperation(
  database: Database,
  like: OperationRow,
  changes: Partial<OperationRow> = {},
): Promise<string> {
  const id = randomUUID();
  const forged: OperationRow = { ...like, ...changes, id, idempotency_key: id };
  await database.insertInto('operations').values(forged).execute();
  return id;
}

/** Takes every operation out of the ledger. */
export async function forgetOperations(database: Database): Promise<void> {
  await database.deleteFrom('operation_steps').execute();
  await database.deleteFrom('operation_calls').execute();
  await database.deleteFrom('operations').execute();
}
