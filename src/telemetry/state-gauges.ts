import { statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Meter, Observable } from '@opentelemetry/api';
import type { Ledger, LedgerSummary } from '../ledger/ledger.ts';
import type { NumberCounts, Registry } from '../registry/registry.ts';

type Settings = {
  readonly ledger: Pick<Ledger, 'summary' | 'purchasesByDay' | 'limits'>;
  readonly registry: Pick<Registry, 'counts' | 'syncTimes'>;
  /** Those that there are accounts with: numbers of others are of the past. */
  readonly vendors: readonly string[];
  readonly dataDir: string;
  readonly now: () => Date;
};

/** However often metrics are asked for, and by however many: the database is asked once in this time. */
const KEPT_MS = 5_000;
/** Whoever asks for metrics gives up after ten seconds; the rest of them is known without a database. */
const PATIENCE_MS = 3_000;

type State = {
  readonly summary: LedgerSummary;
  readonly purchasesToday: number;
  readonly counts: ReadonlyMap<string, NumberCounts>;
  readonly syncTimes: ReadonlyMap<string, string>;
};

/**
 * What the database tells of operations, purchases, numbers and syncs, which is the same for all instances; and the disk. What cannot be
 * read is left out, and `database.up` is 0: an old value would be taken for a new one.
 */
export function observeState(meter: Meter, settings: Settings): void {
  const { ledger, vendors, dataDir, now } = settings;
  const gauge = (name: string, description: string, unit?: string) =>
    meter.createObservableGauge(`phone_numbers.${name}`, { description, ...(unit !== undefined && { unit }) });
  const up = gauge('database.up', 'Whether the database could be read for the gauges that come from it.');
  const open = gauge('operations.open', 'Operations whose outcome is open, and which end by themselves.');
  const needAttention = gauge('operations.need_attention', 'Operations that wait for a person.');
  const oldestOpen = gauge(
    'operations.oldest_open.age',
    'How long ago the oldest operation began that is open or waits for a person.',
    's',
  );
  const oldestPending = gauge(
    'operations.oldest_pending.age',
    'How long ago the oldest operation began whose outcome is open.',
    's',
  );
  const purchases = gauge('purchases.today', 'Purchases since midnight UTC that have not certainly failed.');
  const limit = gauge('purchases.limit', 'How many purchases a day are allowed; missing where any number is.');
  const numbers = gauge('numbers', 'Numbers in the account of a vendor, as the last sync and later changes tell.');
  const syncAge = gauge(
    'sync.age',
    "How long ago a vendor's numbers were last read completely; missing where never.",
    's',
  );
  const diskFree = gauge('disk.free', 'What is left for others than root on the disk of DATA_DIR.', 'By');
  const diskSize = gauge('disk.size', 'How large the disk of DATA_DIR is.', 'By');
  const read = readSeldom(() => readState(settings));
  const readDisk = readSeldom(() => statfs(dataDir));

  meter.addBatchObservableCallback(
    async (result) => {
      const [state, disk] = await Promise.all([read(), readDisk()]);
      result.observe(up, state === null ? 0 : 1);
      if (disk !== null) {
        result.observe(diskFree, disk.bavail * disk.bsize);
        result.observe(diskSize, disk.blocks * disk.bsize);
      }
      if (ledger.limits.inAll !== null) result.observe(limit, ledger.limits.inAll);
      if (state === null) return;
      const { summary, purchasesToday, counts, syncTimes } = state;
      const ageOf = (at: string) => Math.max(0, (now().getTime() - Date.parse(at)) / 1_000);
      result.observe(open, summary.open);
      result.observe(needAttention, summary.needAttention);
      result.observe(oldestOpen, summary.oldestOpenAt === null ? 0 : ageOf(summary.oldestOpenAt));
      result.observe(oldestPending, summary.oldestPendingAt === null ? 0 : ageOf(summary.oldestPendingAt));
      result.observe(purchases, purchasesToday);
      for (const vendor of vendors) {
        const { total, linked } = counts.get(vendor) ?? { total: 0, linked: 0 };
        result.observe(numbers, linked, { vendor, linked: 'yes' });
        result.observe(numbers, total - linked, { vendor, linked: 'no' });
        const syncedAt = syncTimes.get(vendor);
        if (syncedAt !== undefined) result.observe(syncAge, ageOf(syncedAt), { vendor });
      }
    },
    [
      up,
      open,
      needAttention,
      oldestOpen,
      oldestPending,
      purchases,
      limit,
      numbers,
      syncAge,
      diskFree,
      diskSize,
    ] satisfies Observable[],
  );
}

async function readState({ ledger, registry, now }: Settings): Promise<State> {
  const today = now().toISOString().slice(0, 10);
  const [summary, byDay, counts, syncTimes] = await Promise.all([
    ledger.summary(),
    ledger.purchasesByDay(today),
    registry.counts(),
    registry.syncTimes(),
  ]);
  return { summary, purchasesToday: byDay.get(today) ?? 0, counts, syncTimes };
}

/** Reads once in a while, however often it is asked; null where that fails, or takes too long. */
function readSeldom<Value>(read: () => Promise<Value>): () => Promise<Value | null> {
  let last: Promise<Value | null> = Promise.resolve(null);
  let readAtMs = Number.NEGATIVE_INFINITY;
  let isReading = false;
  return () => {
    const nowMs = performance.now();
    if (!isReading && nowMs - readAtMs >= KEPT_MS) {
      readAtMs = nowMs;
      isReading = true;
      last = read()
        .catch(() => null)
        .finally(() => {
          isReading = false;
        });
    }
    return Promise.race([last, sleep(PATIENCE_MS, null, { ref: false })]);
  };
}
