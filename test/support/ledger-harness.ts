import type { Database } from '../../src/database/database.ts';
import type { UserError } from '../../src/domain/operation.ts';
import { userError } from '../../src/domain/operation.ts';
import type { Intent, LeasedOperation, Ledger, PurchaseLimits } from '../../src/ledger/ledger.ts';
import { createLedger } from '../../src/ledger/sql-ledger.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import type { VendorNumber } from '../../src/vendors/vendor.ts';

/** Opens an empty, migrated database that nobody else uses. */
export type OpenDatabase = () => Promise<{ readonly database: Database; close(): Promise<void> }>;

/** For how long a holder may be silent, in ms. */
export const LEASE_MS = 10_000;
/** ReconciliationWorker's first pause, in ms; it doubles each time. */
export const PAUSE_MS = 1_000;

/** A ledger on a database of its own, under a clock that stands still. */
export type LedgerBench = {
  readonly ledger: Ledger;
  /** The ledger of another instance on the same database. */
  readonly other: Ledger;
  readonly registry: Registry;
  now(): Date;
  /** Lets time pass. */
  pass(ms: number): void;
  close(): Promise<void>;
};

/** Opens a database for one test. */
export async function openBench(open: OpenDatabase, limits?: PurchaseLimits): Promise<LedgerBench> {
  const { database, close } = await open();
  let time = Date.parse('2026-07-01T09:00:00Z');
  const now = () => new Date(time);
  const createOne = () =>
    createLedger({
      database,
      now,
      leaseMs: LEASE_MS,
      pauseMs: (checks) => PAUSE_MS * 2 ** checks,
      limits: limits ?? { inAll: null, perActor: null },
    });
  return {
    ledger: createOne(),
    other: createOne(),
    registry: createRegistry(database, now),
    now,
    pass(ms) {
      time += ms;
    },
    close,
  };
}

/** A wish that nobody had before; `changes` take the place of its members. */
export function intentOf(changes: Partial<Intent> = {}): Intent {
  return {
    kind: 'PURCHASE',
    vendor: 'VOGENT',
    account: 'acme',
    actor: 'ann',
    idempotencyKey: 'key-1',
    fingerprint: 'wish-1',
    request: { areaCode: '415', label: 'Desk' },
    phoneNumberId: null,
    ...changes,
  };
}

/** Begins an operation that must be met as one of those its caller carries on with. */
export async function beginHeld(ledger: Ledger, changes: Partial<Intent> = {}): Promise<LeasedOperation> {
  const begun = await ledger.begin(intentOf(changes));
  if (begun.state === 'new' || begun.state === 'resumed' || begun.state === 'open') return begun.operation;
  throw new Error(`The operation is ${begun.state}.`);
}

/** Begins an operation with a key of its own, and records that the vendor is being asked for the target. */
export async function beginSent(
  ledger: Ledger,
  target: string,
  changes: Partial<Intent> = {},
): Promise<LeasedOperation> {
  const leased = await beginHeld(ledger, { idempotencyKey: null, ...changes });
  const { operation } = await ledger.recordSent(leased, { target, note: 'Asking.' });
  return operation;
}

/** An error to end an operation with. */
export function troubleOf(retryable: boolean): UserError {
  return userError({ code: 'VENDOR_UNAVAILABLE', message: 'No luck.', retryable });
}

/** A number as Vogent would tell it. */
export function toldNumber(vendorId: string): VendorNumber {
  return { vendorId, kind: 'PSTN', address: '+14155550151', agentId: null, status: 'ACTIVE' };
}
