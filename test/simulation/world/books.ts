import { toNumberId } from '../../../src/domain/number-id.ts';
import type { SentCall } from '../../../src/domain/sent-call.ts';
import type { Answer } from '../../../src/vendors/fake-kit/http.ts';
import type { OperationName } from '../../../src/vendors/fake-kit/routes.ts';
import type { SharedDatabase } from './database.ts';
import type { Reading } from './lister.ts';
import type { Exchange } from './network.ts';
import { DROWSY_MS, type Process } from './processes.ts';
import type { Timeline } from './timeline.ts';
import type { Acquired, VendorModel, Workspace } from './vendor-model.ts';

/** How long after a call its effect may take to show, as the architecture has it, in ms. */
export const GRACE_MS = 150_000;
/** For how long a process may need to send what it has recorded. */
const LONGEST_CALL_MS = 20_000;

/** A number that the service obtained, and why nobody could know of it for some time; null if nothing excuses that. */
export type Sale = Acquired & {
  readonly numberId: string;
  readonly key: string | null;
  excuse: string | null;
  /** When the call that it came of ended, as the service saw it. */
  readonly endedAt: number;
  /** How many complete readings of the list, each a grace period after the one before, have not shown it. */
  misses: number;
  lastMissAt: number;
  /** Whether the last one was of a machine that had just been asleep. */
  isLastMissDrowsy: boolean;
};

/** What really happened, as no service can know it. */
export type Books = {
  readonly sales: readonly Sale[];
  readonly breaches: readonly string[];
  /** Numbers, by their ids here, that complete lists have not shown: the registry may call them released. */
  readonly unseen: ReadonlySet<string>;
  now(): number;
  breach(what: string): void;
  watch(vendors: readonly VendorModel[]): void;
  recorded(sent: SentCall, at: number): void;
  /** A process has leased an operation: not while it waits for an answer to a call of it, whatever its clock says. */
  leased(process: Process, operationId: string): void;
  sent(exchange: Exchange): void;
  arrived(exchange: Exchange, answer: Answer, operation: OperationName | null): void;
  ended(exchange: Exchange, how: string): void;
  died(process: Process): void;
  /**
   * A service that is alone starts again with another time than it stopped with: nobody can tell it how long ago what is
   * on record was.
   */
  clockJumped(): void;
  acquired(acquired: Acquired): void;
  /** A person has said of an operation what is not so. */
  excuse(operationId: string, why: string): void;
  isHeld(sale: Sale): boolean;
  /** The service has an account now that may be another: what it makes of the numbers of the other one is not judged. */
  accountChanged(): void;
  isOneAccount(): boolean;
};

type Settings = {
  readonly timeline: Timeline;
  readonly database: SharedDatabase;
  readonly note: (line: () => string) => void;
  readonly count: (what: string) => void;
};

type CallRecord = {
  readonly exchange: Exchange;
  /** How long after it was recorded it was sent. */
  readonly delayMs: number;
  readonly sentAt: number;
  endedAt: number | null;
};

/** For how long it matters when something was, in ms. */
const JUMP_MATTERS_MS = 3 * GRACE_MS;

export function createBooks({ timeline, database, note, count }: Settings): Books {
  const sales: Sale[] = [];
  const breaches: string[] = [];
  const unseen = new Set<string>();
  const excuses = new Map<string, string>();
  const recordedAt = new Map<string, number>();
  const calls = new Map<number, CallRecord>();
  let models: readonly VendorModel[] = [];
  let changes = 0;
  let lastJumpAt = 0;
  const { now } = timeline;

  const nameOf = ({ operationId, attempt }: Pick<SentCall, 'operationId' | 'attempt'>): string =>
    `${operationId}/${attempt}`;

  /** Two syncs, each later than the grace period after the call, and a grace period apart: more nobody can ask for. */
  function noteMiss(sale: Sale, { startedAt }: Reading, isDrowsy: boolean): void {
    // The service begins to read some time before the vendor answers, the more so where it has to ask again. And the look
    // of a machine that was asleep, its clocks with it, is on record as of when it fell asleep, before those of others.
    const isSoon = startedAt < sale.lastMissAt + GRACE_MS - LONGEST_CALL_MS && !sale.isLastMissDrowsy;
    if (startedAt <= sale.endedAt + GRACE_MS || isSoon) return;
    sale.misses += 1;
    sale.lastMissAt = startedAt;
    sale.isLastMissDrowsy = isDrowsy;
    if (sale.misses >= 2) sale.excuse ??= 'two complete lists did not show it';
  }

  function excuseJump(sale: Sale): void {
    sale.excuse ??= 'the clock was set while the service did not run';
    unseen.add(sale.numberId);
  }

  function isDrowsy(exchange: number): boolean {
    const { pauses = [] } = calls.get(exchange)?.exchange.process.machine ?? {};
    return pauses.some(({ clocksStop, until }) => clocksStop && now() < until + DROWSY_MS);
  }

  function onRead(model: VendorModel, workspace: Workspace, [reading, exchange]: [Reading, number]): void {
    const shown = new Set([...reading.shown.values()].flat());
    for (const id of reading.held) {
      if (shown.has(id)) continue;
      const sale = sales.findLast(
        (one) => one.id === id && one.vendor === model.name && one.workspace === workspace.name,
      );
      if (!reading.isProper) continue;
      if (sale) noteMiss(sale, reading, isDrowsy(exchange));
      if (!sale || reading.startedAt > sale.at + GRACE_MS) unseen.add(toNumberId(model.name, id));
    }
  }

  const books: Books = {
    sales,
    breaches,
    unseen,
    now,
    breach(what) {
      note(() => `BREACH ${what}`);
      breaches.push(what);
    },
    watch(vendors) {
      models = vendors;
      for (const model of vendors) {
        model.onOpened = (workspace) => {
          workspace.lister.onRead = (...read) => onRead(model, workspace, read);
        };
        for (const workspace of model.workspaces()) model.onOpened(workspace);
      }
    },
    recorded: (sent, at) => void recordedAt.set(nameOf(sent), at),
    leased(process, operationId) {
      for (const { exchange, endedAt } of calls.values()) {
        const isLive = endedAt === null && exchange.process === process && exchange.isWrite;
        if (isLive && exchange.sent?.operationId === operationId) {
          books.breach(`10: ${process.machine.name} takes over its own live call of ${operationId}`);
        }
      }
    },
    sent(exchange) {
      const { serial, vendor, process, sent, request, isWrite, fate } = exchange;
      const delayMs = sent === null ? 0 : now() - (recordedAt.get(nameOf(sent)) ?? now());
      calls.set(serial, { exchange, delayMs, sentAt: now(), endedAt: null });
      count(isWrite ? 'call that changes something' : 'call that reads');
      if (fate.what !== 'fine') count(`${isWrite ? 'change' : 'read'}: ${fate.what}`);
      note(() => `${process.machine.name} -> ${vendor.name} #${serial} ${describe(exchange)} (${fate.what})`);
      if (!isWrite) return;
      if (sent === null) return books.breach(`1: ${request.operation} of ${vendor.name} goes by no record`);
      const [row] = database.read(
        'select target, outcome from operation_calls where operation_id = ? and attempt = ?',
        ...[sent.operationId, sent.attempt],
      );
      const target = row?.['target'] ?? null;
      const [asked = null] = /\+\d{7,15}/.exec(JSON.stringify(request.body ?? null)) ?? [];
      const isOther = target !== null && asked !== null && asked !== target;
      if (row === undefined || row['outcome'] !== null || isOther) {
        books.breach(`1: ${request.operation} of ${vendor.name} is not on record: ${JSON.stringify(row)}`);
      }
    },
    arrived({ serial, vendor, request }, { status, body }, operation) {
      // What was asked of the number's former holder arrives late, and may take the marker of the next one away.
      const sentAt = calls.get(serial)?.sentAt ?? timeline.now();
      for (const sale of operation === 'update' ? sales : []) {
        const isIts = sale.vendor === vendor.name && request.path.includes(encodeURIComponent(sale.id));
        if (isIts && sentAt < sale.at) sale.excuse ??= 'a call about its former holder arrived after it was sold';
      }
      note(() => `${vendor.name} #${serial} arrives: ${operation} ${status} ${JSON.stringify(body)?.slice(0, 300)}`);
    },
    ended({ serial, process, vendor }, how) {
      const call = calls.get(serial);
      if (call) call.endedAt = now();
      // Nothing comes of a read.
      if (call && !call.exchange.isWrite) calls.delete(serial);
      note(() => `${process.machine.name} <- ${vendor.name} #${serial} ${how}`);
    },
    died(process) {
      for (const call of calls.values()) if (call.exchange.process === process) call.endedAt ??= now();
    },
    clockJumped() {
      lastJumpAt = now();
      for (const sale of sales) if (sale.at > now() - JUMP_MATTERS_MS) excuseJump(sale);
    },
    acquired(acquired) {
      const { vendor, id, number, at, cause } = acquired;
      const call = calls.get(cause.exchange);
      const [row] = database.read(
        'select idempotency_key, status, kind from operations where id = ?',
        cause.operationId,
      );
      const key = row?.['idempotency_key'];
      const endedAt = call?.endedAt ?? at;
      const sale: Sale = {
        ...acquired,
        numberId: toNumberId(vendor, id),
        key: typeof key === 'string' ? key : null,
        excuse: excuses.get(cause.operationId ?? '') ?? null,
        endedAt,
        misses: 0,
        lastMissAt: 0,
        isLastMissDrowsy: false,
      };
      if (call && call.sentAt < lastJumpAt) excuseJump(sale);
      if (at - endedAt > GRACE_MS) sale.excuse ??= 'it arrived later than anything should';
      if ((call?.delayMs ?? 0) > LONGEST_CALL_MS) sale.excuse ??= 'it was sent long after it was recorded';
      note(() => `${vendor} sells ${number} as ${id} to ${sale.key}${sale.excuse ? ` (${sale.excuse})` : ''}`);
      count('number obtained');
      unseen.delete(sale.numberId);
      // A machine that was asleep does not know at once what time it is.
      if (isDrowsy(cause.exchange)) {
        sale.excuse ??= 'its machine had just been asleep';
        unseen.add(sale.numberId);
      }
      const earlier = sales.find((one) => one.key === sale.key && books.isHeld(one) && one.numberId !== sale.numberId);
      sales.push(sale);
      if (sale.key === null) books.breach(`1: ${number} was obtained by no key`);
      // A second import of one number costs nothing, where nobody could know of the first.
      else if (earlier && (row?.['kind'] === 'PURCHASE' || (sale.excuse ?? earlier.excuse) === null))
        books.breach(`2/7: ${sale.key} obtained ${number}, and has ${earlier.number} already`);
      if (row?.['status'] === 'FAILED' && sale.excuse === null) {
        books.breach(`4: ${sale.key} was told that nothing happened, and obtains ${number}`);
      }
    },
    excuse(operationId, why) {
      excuses.set(operationId, why);
      for (const sale of sales) if (sale.cause.operationId === operationId) sale.excuse ??= why;
    },
    accountChanged() {
      changes += 1;
    },
    isOneAccount: () => changes === 0,
    isHeld(sale) {
      const { vendor, workspace, id, number } = sale;
      // An id may come back: it is the last one's then.
      const last = sales.findLast((one) => one.id === id && one.vendor === vendor && one.workspace === workspace);
      if (last !== sale) return false;
      const account = models
        .find(({ name }) => name === vendor)
        ?.workspaces()
        .find(({ name }) => name === workspace);
      return account?.numbers.get(id) === number;
    },
  };
  return books;
}

function describe({ request: { operation, path, query, body }, sent }: Exchange): string {
  const given = body === undefined ? JSON.stringify(query ?? {}) : JSON.stringify(body);
  return `${operation} ${path} ${given}${sent ? ` of ${sent.operationId.slice(0, 8)}/${sent.attempt}` : ''}`;
}
