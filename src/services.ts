import type { Logger } from 'pino';
import { createAccountReads } from './accounts/account-reads.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import type { Services } from './graphql/context.ts';
import { warnOfEmptyLedger } from './ledger/empty-ledger.ts';
import type { LedgerGuard } from './ledger/guard.ts';
import type { Ledger } from './ledger/ledger.ts';
import { createLedger } from './ledger/sql-ledger.ts';
import type { OperationContext } from './operations/shared/context.ts';
import { createTurns } from './operations/shared/turns.ts';
import { createRegistry } from './registry/sql-registry.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { createSync, type WatchRefresh } from './sync/sync.ts';
import type { VendorDefinition } from './vendors/define-vendor.ts';
import { longestWriteMs } from './vendors/http/client.ts';
import type { OpenOrigin } from './vendors/http/exchange.ts';
import { openVendors } from './vendors/open-vendor.ts';

/** Beyond the time that vendors are given, for the service's own steps between their calls. */
export const SLACK_MS = 5_000;
const MAX_PAUSE_MS = 15 * 60_000;

/** For how long a clock that was set is not believed, in ms: until all is over that was under way. */
export function distrustMsOf(config: Config): number {
  return config.recoveryGraceSeconds * 1000 + leaseMsOf(config);
}

/** A lease is longer than any call, so that the next worker finds the last call ended. */
function leaseMsOf({ vendorTimeoutMs }: Config): number {
  return longestWriteMs(vendorTimeoutMs) + SLACK_MS;
}

/** What the services stand on. */
export type Foundations = {
  readonly logger: Logger;
  readonly now: () => Date;
  /** See `OperationContext`. */
  readonly clockSetAtMs: () => number;
  readonly definitions: readonly VendorDefinition[];
  readonly database: Database;
  readonly sandbox: Sandbox | null;
  readonly guard: LedgerGuard;
  /** Whether the ledger of real accounts held nothing as the service started. */
  readonly beganEmpty: boolean;
  /** Wraps what operations work with: how tests stop the process between any two steps. */
  readonly decorate?: ((operations: OperationContext) => OperationContext) | undefined;
  /** How vendors are reached; over the network if left out. */
  readonly open?: OpenOrigin;
  /** Looks on at the ledger, at purchases that do not reach it, and at refreshes. */
  readonly watch?: { ledger(ledger: Ledger): Ledger; purchaseRefused(): void; readonly refresh: WatchRefresh };
};

/** What the GraphQL API works with, made for a database that is open. Starts nothing. */
export function createServices(config: Config, foundations: Foundations): Services {
  const {
    logger,
    now,
    clockSetAtMs,
    definitions,
    database,
    sandbox,
    guard,
    beganEmpty,
    decorate = (plain) => plain,
    open,
    watch,
  } = foundations;
  const timeoutMs = config.vendorTimeoutMs;
  const vendors = openVendors(definitions, sandbox?.accounts ?? config.accounts, { timeoutMs, logger, open });
  const plainRegistry = createRegistry(database, now);
  const registry = beganEmpty ? warnOfEmptyLedger(plainRegistry, { vendors, logger }) : plainRegistry;
  const pauseMs = growingPause(config.recoveryIntervalSeconds * 1000);
  const plainLedger = createLedger({
    database,
    now,
    leaseMs: leaseMsOf(config),
    pauseMs,
    limits: config.purchaseLimits,
    waitMs: timeoutMs,
    guard,
  });
  const ledger = watch?.ledger(plainLedger) ?? plainLedger;
  const graceMs = config.recoveryGraceSeconds * 1000;
  const accounts = createAccountReads({ registry, ledger, now, clockSetAtMs, logger, graceMs });
  const operations = decorate({
    ledger,
    registry,
    accounts,
    vendors,
    now,
    clockSetAtMs,
    logger,
    graceMs,
    patienceMs: config.recoveryPatienceSeconds * 1000,
    longestCallMs: longestWriteMs(timeoutMs),
    waitMs: timeoutMs,
    whyNotToBuy: guard.whyNotToBuy,
    onPurchaseRefused: watch?.purchaseRefused,
    turns: createTurns(),
    pauseMs,
  });
  const sync = createSync({
    vendors,
    registry,
    accounts,
    now,
    logger,
    maxAgeSeconds: config.maxAgeSeconds,
    minIntervalMs: config.refreshMinIntervalMs,
    waitMs: timeoutMs,
    watch: watch?.refresh,
  });
  return { operations, sync };
}

/** Doubles with every look, up to a quarter of an hour, and differs between instances so that they do not all look at the same time. */
function growingPause(firstMs: number): (checks: number) => number {
  return (checks) => Math.min(firstMs * 2 ** checks, MAX_PAUSE_MS) * (0.75 + Math.random() / 2);
}
