import { pino } from 'pino';
import { createAccountReads } from '../../../src/accounts/account-reads.ts';
import type { Database } from '../../../src/database/database.ts';
import type { VendorName } from '../../../src/domain/phone-number.ts';
import type { SentCall } from '../../../src/domain/sent-call.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { createLedger } from '../../../src/ledger/sql-ledger.ts';
import type { ChangeResult, OperationContext } from '../../../src/operations/shared/context.ts';
import { createTurns } from '../../../src/operations/shared/turns.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { createRegistry } from '../../../src/registry/sql-registry.ts';
import { VendorError } from '../../../src/vendors/vendor-error.ts';
import { createFakeAccount, type FakeAccount, type Luck } from './fake-account.ts';
import { type Fuse, type Process, startProcess } from './process.ts';

export const LEASE_MS = 10_000;
export const GRACE_MS = 15_000;
/** For a vendor without a list. */
export const PATIENCE_MS = 60_000;
/** A call that is not under way by then is not sent any more; as in the HTTP client, less than a lease. */
const LONGEST_CALL_MS = 5_000;
/** A vendor that acts late does so within the grace period. */
const LATE_MS = 4_000;
const PAUSE_MS = 1_000;
/** How long a vendor takes for a page of its list. */
const PAGE_MS = 700;

/** How a process fares. */
export type Fortune = {
  readonly fuse: Fuse;
  readonly luck: Luck;
  /** By how much the clock of its instance is wrong. */
  readonly skewMs: (typeof SKEWS_MS)[number];
};

/** Instances whose clocks are this wrong; what they differ by is less than leases are longer than calls. */
export const SKEWS_MS = [0, -2_000, 2_000] as const;

export const smoothly: Fortune = { fuse: null, luck: { purchases: [], links: [], readsFail: false }, skewMs: 0 };

/** What a caller was answered. */
export type Answered = {
  readonly account: string;
  readonly key: string;
  readonly input: string;
  readonly result: ChangeResult;
};

/** A service, its database, its vendors and its clock, all in the hands of a test. */
export type World = {
  readonly ledger: Ledger;
  readonly registry: Registry;
  readonly accounts: ReadonlyMap<VendorName, FakeAccount>;
  readonly answers: Answered[];
  /** What must never happen, and did. */
  readonly breaches: string[];
  now(): Date;
  /** Runs one process until it has ended, died or stalls. */
  run(fortune: Fortune, work: (parts: OperationContext) => Promise<void>): Promise<void>;
  /** Lets every process that stalls go on, and waits for them. */
  wakeAll(): Promise<void>;
  /** Lets time pass, and vendors do what they were late with. */
  pass(ms: number): void;
};

export function createWorld(database: Database): World {
  let time = Date.parse('2026-07-01T09:00:00Z');
  const now = () => new Date(time);
  const breaches: string[] = [];
  const processes: Process[] = [];
  let late: { readonly at: number; readonly work: () => void }[] = [];

  const pauseMs = () => PAUSE_MS;
  const limits = { inAll: null, perActor: null };
  const recordedAt = new WeakMap<SentCall, number>();
  function createInstance(skewMs: number) {
    const itsNow = () => new Date(time + skewMs);
    const plain = createLedger({ database, now: itsNow, leaseMs: LEASE_MS, pauseMs, limits, waitMs: 0 });
    const itsLedger: Ledger = {
      ...plain,
      async recordSent(leased, call) {
        const recorded = await plain.recordSent(leased, call);
        if (recorded.state === 'sent') recordedAt.set(recorded.sent, time);
        return recorded;
      },
    };
    return { now: itsNow, ledger: itsLedger, registry: createRegistry(database, itsNow) };
  }
  const { ledger, registry } = createInstance(0);

  async function admit(sent: SentCall, number: string | null): Promise<void> {
    const at = recordedAt.get(sent);
    if (at === undefined) breaches.push(`${number} was asked for, but not on record`);
    else if (time - at > LONGEST_CALL_MS) {
      throw new VendorError({ vendor: 'LISTED', outcome: 'unreachable', reason: 'busy', message: 'Too late to send.' });
    }
    if (number === null) return;
    const operation = await ledger.find(sent.operationId);
    const isOpen = operation?.status === 'PENDING' || operation?.status === 'NEEDS_ATTENTION';
    const isOnRecord = isOpen && operation.sentAt !== null && operation.target === number;
    if (!isOnRecord) breaches.push(`${number} was asked for, but the ledger has ${JSON.stringify(operation)}`);
  }

  const later = (work: () => void): void => void late.push({ at: time + LATE_MS, work });
  const tick = (): void => pass(PAGE_MS);
  const accounts = new Map<VendorName, FakeAccount>([
    ['LISTED', createFakeAccount({ name: 'LISTED', lists: true, stock: stockFrom(150), admit, later, tick })],
    ['UNLISTED', createFakeAccount({ name: 'UNLISTED', lists: false, stock: stockFrom(100), admit, later, tick })],
  ]);

  function pass(ms: number): void {
    const until = time + ms;
    const due = late.filter(({ at }) => at <= until);
    late = late.filter(({ at }) => at > until);
    for (const { at, work } of due) {
      time = at;
      work();
    }
    time = until;
  }

  // Nothing is wrong with the database or the code, as far as the model goes: an error in the log is one too many.
  const noteError = { write: (line: string) => void breaches.push(`logged ${line}`) };
  const logger = pino({ level: 'error' }, noteError);

  return {
    ledger,
    registry,
    accounts,
    answers: [],
    breaches,
    now,
    async run({ fuse, luck, skewMs }, work) {
      // A process that has died knows of nothing that it had under way.
      const instance = createInstance(skewMs);
      const vendors = new Map([...accounts].map(([name, account]) => [name, account.connect(luck)]));
      const clockSetAtMs = (): number => 0;
      const parts: OperationContext = {
        ...{ ...instance, vendors, logger, pauseMs },
        accounts: createAccountReads({ ...instance, clockSetAtMs, logger, graceMs: GRACE_MS }),
        clockSetAtMs,
        graceMs: GRACE_MS,
        patienceMs: PATIENCE_MS,
        longestCallMs: LONGEST_CALL_MS,
        waitMs: 0,
        whyNotToBuy: async () => null,
        turns: createTurns(),
      };
      const process = startProcess(parts, { fuse, work });
      processes.push(process);
      await process.untilStill();
    },
    async wakeAll() {
      for (const process of processes) process.wake();
      await Promise.all(processes.map((process) => process.untilStill()));
    },
    pass,
  };
}

/** Twelve numbers that the service takes for possible ones. */
function stockFrom(line: number): string[] {
  return Array.from({ length: 12 }, (_, index) => `+14155550${line + index}`);
}
