import type { Database } from '../../src/database/database.ts';
import type { UserError } from '../../src/domain/operation.ts';
import { userError } from '../../src/domain/operation.ts';
import type { Call, LeasedOperation, Ledger, NewOperation, PurchaseLimits, Recorded } from '../../src/ledger/ledger.ts';
import { createLedger } from '../../src/ledger/sql-ledger.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import type { VendorNumber } from '../../src/vendors/vendor-number.ts';

/** Opens an empty, migrated database that nobody else uses. */
export type OpenDatabase = () => Promise<{ readonly database: Database; close(): Promise<void> }>;

/** How long a lease lasts, in ms. */
export const LEASE_MS = 10_000;
/** Reconciliation's first pause, in ms; it doubles each time. */
export const PAUSE_MS = 1_000;

/** A ledger on a database of its own, under a clock that stands still. */
export type LedgerHarness = {
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
export async function openLedger(open: OpenDatabase, limits?: PurchaseLimits): Promise<LedgerHarness> {
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
      waitMs: 0,
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

/** An operation that nobody asked for before; `changes` take the place of its members. */
export function newOperation(changes: Partial<NewOperation> = {}): NewOperation {
  return {
    kind: 'PURCHASE',
    vendor: 'LISTED',
    account: 'acme',
    actor: 'ann',
    idempotencyKey: 'key-1',
    fingerprint: 'input-1',
    request: { areaCode: '415', label: 'Desk' },
    phoneNumberId: null,
    ...changes,
  };
}

/** Begins an operation that its caller must be allowed to carry on with. */
export async function beginLeased(ledger: Ledger, changes: Partial<NewOperation> = {}): Promise<LeasedOperation> {
  const begun = await ledger.begin(newOperation(changes));
  if (begun.state === 'new' || begun.state === 'resumed' || begun.state === 'open') return begun.operation;
  throw new Error(`The operation is ${begun.state}.`);
}

/** Begins an operation with a key of its own, and records that the vendor is being asked for the target. */
export async function beginSent(
  ledger: Ledger,
  target: string,
  changes: Partial<NewOperation> = {},
): Promise<LeasedOperation> {
  const leased = await beginLeased(ledger, { idempotencyKey: null, ...changes });
  return (await send(ledger, leased, { account: 'ours', target, note: 'Asking.' })).operation;
}

/** Records a call that must be let through. */
export async function send(
  ledger: Ledger,
  leased: LeasedOperation,
  call: Call,
): Promise<Extract<Recorded, { state: 'sent' }>> {
  const recorded = await ledger.recordSent(leased, call);
  if (recorded.state === 'sent') return recorded;
  throw new Error(`The call was not recorded: ${recorded.state}.`);
}

/** An error to end an operation with. */
export function troubleOf(retryable: boolean): UserError {
  return userError({ code: 'VENDOR_UNAVAILABLE', message: 'No luck.', retryable });
}

/** A number as its vendor would report it. */
export function reportedNumber(vendorId: string): VendorNumber {
  return { vendorId, kind: 'PSTN', address: '+14155550151', agentId: null, status: 'ACTIVE' };
}
