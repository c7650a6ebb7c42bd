import { audit } from '../../src/audit/audit.ts';
import type { Audit, AuditSources } from '../../src/audit/findings.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { openDatabaseToRead } from '../../src/database/open.ts';
import { createLedgerReads, type LedgerReads } from '../../src/ledger/reads.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { openVendors } from '../../src/vendors/open-vendor.ts';

const PATIENCE_MS = 5_000;

/** What the audit reads, held open beside a service that goes on working. */
export type Auditor = {
  readonly ledger: LedgerReads;
  readonly registry: Registry;
  /** The same audit as the command's. */
  audit(): Promise<Audit>;
  /** The same without asking the vendors, which is cheap. */
  auditHere(): Promise<Audit>;
  close(): Promise<void>;
};

/** Opens the database and the accounts of a service with these variables, which has run before. */
export async function openAuditor(
  variables: NodeJS.ProcessEnv,
  definitions: readonly VendorDefinition[] = builtInVendors,
): Promise<Auditor> {
  const config: Config = readConfig(variables, definitions);
  const logger = createLogger('silent');
  const database = await openDatabaseToRead(config, logger);
  const vendors = openVendors(definitions, config.accounts, { timeoutMs: PATIENCE_MS, logger });
  const now = () => new Date();
  const ledger = createLedgerReads(database, now);
  const registry = createRegistry(database, now);
  const run = (accounts: AuditSources['vendors']) =>
    audit({ ledger, registry, vendors: accounts, forgetsOperations: false, since: now() });
  return {
    ledger,
    registry,
    audit: () => run(vendors),
    auditHere: () => run(null),
    async close() {
      await Promise.all([...vendors.values()].map((vendor) => vendor.close()));
      await database.destroy();
    },
  };
}
