import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createAccountReads } from '../../src/accounts/account-reads.ts';
import type { Database } from '../../src/database/database.ts';
import { toNumberId } from '../../src/domain/number-id.ts';
import { createLedger } from '../../src/ledger/sql-ledger.ts';
import type { PurchaseNumberInput } from '../../src/operations/purchase-number.ts';
import { createReconciliationWorker } from '../../src/operations/reconciliation/worker.ts';
import type { SettleNumberOperationInput } from '../../src/operations/settle-number-operation.ts';
import type { OperationContext } from '../../src/operations/shared/context.ts';
import { createTurns } from '../../src/operations/shared/turns.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import { createSync } from '../../src/sync/sync.ts';
import type { VoiceVendor } from '../../src/vendors/open-vendor.ts';
import { VendorError } from '../../src/vendors/vendor-error.ts';
import type { VendorNumber } from '../../src/vendors/vendor-number.ts';
import { type Engine, openTestDatabase } from './databases.ts';
import { plainRules } from './plain-rules.ts';

const LEASE_MS = 25_000;
export const GRACE_MS = 60_000;
const DAY_MS = 86_400_000;
export const LONGEST_CALL_MS = 20_000;

/** Who asks, and for what: any number of an area code, for no agent. */
export const caller = { account: 'acme', actor: 'ann' };
export const input: PurchaseNumberInput = {
  idempotencyKey: 'key-1',
  vendor: 'LISTED',
  number: null,
  country: 'US',
  areaCode: '415',
  contains: null,
  maxMonthlyPrice: null,
  agentId: null,
  label: null,
  inboundRouting: null,
};

export const lost = () =>
  new VendorError({ vendor: 'LISTED', outcome: 'unknown', reason: 'no-answer', message: 'No answer.' });
export const busy = () =>
  new VendorError({ vendor: 'LISTED', outcome: 'unreachable', reason: 'busy', message: 'Busy.' });

/** A hook that makes the call fail so. */
export const failing = (error: () => VendorError) => async (): Promise<void> => {
  throw error();
};

/** What happens in the middle of the vendor's calls, each set by a test. */
type Hooks = {
  /** Before it acts; may throw. */
  onPurchase: () => Promise<void>;
  onUpdate: () => Promise<void>;
  /** After it has read, before it answers. */
  onGet: () => Promise<void>;
  /** After it has read a page, before it returns it. */
  onPage: () => Promise<void>;
  /** Does it sell and never answer? */
  losesAnswers: boolean;
  /** Does it answer a purchase with the id alone? */
  answersIds: boolean;
  /** Are the numbers their own ids, so that an id comes back? */
  idsAreNumbers: boolean;
};

/** A vendor with a list, in memory: its numbers are the truth. */
export type Account = Hooks & {
  readonly numbers: VendorNumber[];
  readonly sales: string[];
  readonly vendor: VoiceVendor;
  add(address: string): VendorNumber;
  remove(vendorId: string): void;
};

/** The next read of this number does not show it. */
export function missingOnce({ vendor, numbers }: Account, address: string): void {
  const { get } = vendor;
  Object.assign(vendor, {
    async get(vendorId: string) {
      const isIt = numbers.some((number) => number.vendorId === vendorId && number.address === address);
      if (!isIt) return get(vendorId);
      Object.assign(vendor, { get });
      return null;
    },
  });
}

const PAGE = 100;

function createAccount(stock: string[]): Account {
  const numbers: VendorNumber[] = [];
  const sales: string[] = [];
  let count = 0;
  const nothing = async (): Promise<void> => undefined;
  const account: Account = {
    ...{ numbers, sales, losesAnswers: false, answersIds: false, idsAreNumbers: false },
    ...{ onPurchase: nothing, onUpdate: nothing, onGet: nothing, onPage: nothing },
    add(address) {
      count += 1;
      const vendorId = account.idsAreNumbers ? address : `v-${count}`;
      const added: VendorNumber = { vendorId, kind: 'PSTN', address, agentId: null, status: 'ACTIVE' };
      numbers.push(added);
      return added;
    },
    remove(vendorId) {
      const at = numbers.findIndex((number) => number.vendorId === vendorId);
      if (at >= 0) numbers.splice(at, 1);
    },
    vendor: {
      name: 'LISTED',
      title: 'Listed',
      account: 'ours',
      capabilities: ['SEARCH', 'PURCHASE', 'LIST', 'LINK', 'UNLINK', 'RELEASE'],
      rules: plainRules,
      async get(vendorId) {
        const read = numbers.find((number) => number.vendorId === vendorId) ?? null;
        await account.onGet();
        return read;
      },
      async *list() {
        for (let at = 0; at === 0 || at < numbers.length; at += PAGE) {
          const page = numbers.slice(at, at + PAGE);
          await account.onPage();
          yield page;
        }
      },
      buying: {
        choice: 'exact',
        search: async () => stock.map((number) => ({ number })),
        async buy(_sent, { number }) {
          await account.onPurchase();
          stock.splice(stock.indexOf(number), 1);
          sales.push(number);
          const bought = account.add(number);
          if (account.losesAnswers) throw lost();
          return account.answersIds ? { vendorId: bought.vendorId } : bought;
        },
      },
      updating: {
        members: ['agentId'],
        async run(_sent, vendorId, { agentId }) {
          await account.onUpdate();
          const at = numbers.findIndex((number) => number.vendorId === vendorId);
          const known = numbers[at];
          if (!known) throw new Error(`There is no ${vendorId}.`);
          const linked = { ...known, agentId: agentId ?? null };
          numbers[at] = linked;
          return linked;
        },
      },
      release: async (_sent, vendorId) => account.remove(vendorId),
      forReaders: (work) => work(),
      health: () => ({ available: true, failingSince: null, message: null, answeringSince: null }),
      close: async () => undefined,
    },
  };
  return account;
}

/** One of several instances of the service on one database. */
export type Instance = {
  readonly parts: OperationContext;
  reconcile(): Promise<void>;
  /** Reads all of the vendor's numbers. */
  sync(): Promise<void>;
};

/** `waitMs`: how long a call waits for another one on the same number. */
export function createInstance(database: Database, vendor: VoiceVendor, now: () => Date, waitMs = 0): Instance {
  const pauseMs = (checks: number) => Math.min(15_000 * 2 ** checks, 900_000);
  const limits = { inAll: null, perActor: null };
  const ledger = createLedger({ database, now, leaseMs: LEASE_MS, pauseMs, limits, waitMs });
  const registry = createRegistry(database, now);
  const logger = pino({ level: 'silent' });
  const parts: OperationContext = {
    ...{ ledger, registry, logger },
    accounts: createAccountReads({
      ...{ ledger, registry, now, logger, graceMs: GRACE_MS },
      clockSetAtMs: () => parts.clockSetAtMs(),
    }),
    vendors: new Map([[vendor.name, vendor]]),
    ...{
      now,
      clockSetAtMs: () => 0,
      pauseMs,
      graceMs: GRACE_MS,
      patienceMs: DAY_MS,
      longestCallMs: LONGEST_CALL_MS,
      waitMs: 60_000,
      whyNotToBuy: async () => null,
      turns: createTurns(),
    },
  };
  return {
    parts,
    reconcile: () => createReconciliationWorker(parts, { intervalMs: 15_000, retentionDays: null }).runOnce(),
    sync: () =>
      createSync({ ...parts, maxAgeSeconds: 0, minIntervalMs: 0, waitMs: 60_000 }).ensureFresh([vendor.name], 0),
  };
}

/** One instance, its vendor with three numbers for sale, and a clock in the test's hands; gone when the test is over. */
export async function open(engine: Engine = 'SQLite') {
  const { database, close } = await openTestDatabase(engine);
  onTestFinished(close);
  let time = Date.parse('2026-07-01T09:00:00Z');
  const now = () => new Date(time);
  const account = createAccount(['+14155550151', '+14155550152', '+14155550153']);
  const { parts, reconcile, sync } = createInstance(database, account.vendor, now);
  return {
    ...{ database, account, now, parts, reconcile, sync },
    /** Lets time pass, or sets the clock back. */
    pass(ms: number) {
      time += ms;
    },
    statusOf: async (operationId: string | undefined) => (await parts.ledger.find(operationId ?? ''))?.status,
    read: async (vendorId: string) => {
      const id = idOf(vendorId);
      return (await parts.registry.byIds([id])).get(id);
    },
  };
}

/** Of a number of this vendor. */
export const idOf = (vendorId: string) => toNumberId('LISTED', vendorId);

/** Does something once, in the middle of what the hook is called in. */
export function once(set: (hook: () => Promise<void>) => void, work: () => Promise<void>): void {
  set(async () => {
    set(async () => undefined);
    await work();
  });
}

/** What a person says of an operation after a look at the vendor's dashboard. */
export function settlementOf(
  operation: { readonly id: string } | null | undefined,
  found: Partial<Pick<SettleNumberOperationInput, 'vendorId' | 'failed'>>,
): SettleNumberOperationInput {
  return { operationId: operation?.id ?? '', vendorId: null, done: null, failed: null, note: 'Looked.', ...found };
}
