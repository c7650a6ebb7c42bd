import { audit } from '../../src/audit/audit.ts';
import type { AccountSource, Audit, AuditSources } from '../../src/audit/findings.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { openExistingDatabase } from '../../src/database/open.ts';
import { createLedgerReads, type LedgerReads } from '../../src/ledger/reads.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { openVendors, type VoiceVendor } from '../../src/vendors/open-vendor.ts';

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

/**
 * Opens the database and the accounts of a service with these variables, which has run before. What a vendor without a
 * list has is read from the sandbox, as a person reads it from the vendor's dashboard.
 */
export async function openAuditor(
  variables: NodeJS.ProcessEnv,
  control: SandboxControl,
  definitions: readonly VendorDefinition[] = builtInVendors,
): Promise<Auditor> {
  const config: Config = readConfig(variables, definitions);
  const logger = createLogger('silent');
  const database = await openExistingDatabase(config, { logger });
  const vendors = openVendors(definitions, config.accounts, { timeoutMs: PATIENCE_MS, logger });
  const listed = new Map([...vendors].map(([name, vendor]) => [name, withList(vendor, control)]));
  const now = () => new Date();
  const ledger = createLedgerReads(database, now);
  const registry = createRegistry(database, now);
  const run = (accounts: AuditSources['vendors']) =>
    audit({ ledger, registry, vendors: accounts, forgetsOperations: false, since: now() });
  return {
    ledger,
    registry,
    audit: () => run(listed),
    auditHere: () => run(null),
    async close() {
      await Promise.all([...vendors.values()].map((vendor) => vendor.close()));
      await database.destroy();
    },
  };
}

function withList(vendor: VoiceVendor, control: SandboxControl): AccountSource {
  if (vendor.list) return vendor;
  return {
    title: vendor.title,
    get: (vendorId) => vendor.get(vendorId),
    async *list() {
      yield control.numbers(vendor.name).map(({ id, number, kind, agentId }) => ({
        vendorId: id,
        address: number,
        kind,
        agentId,
        status: 'ACTIVE' as const,
      }));
    },
  };
}
