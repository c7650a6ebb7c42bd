import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Database, isPostgres } from './database.ts';

/** The time that leases, the grace period and ages are measured by. */
export type Clock = {
  readonly now: () => Date;
  /**
   * When the time was last set, by that time, in ms since 1970; 0 if never. What was recorded before may be younger than it
   * looks. The clock of a machine may have been set before the process started, which saw nothing of it.
   */
  readonly setAtMs: () => number;
  readonly stop: () => void;
};

type Clocks = {
  /** The machine's clock, which people and programs set. Without `monotonicMs` beside it, it is taken at its word. */
  readonly now?: () => Date;
  /** A clock that nobody sets and that never goes back, in ms from any moment. It may stand still while a machine sleeps. */
  readonly monotonicMs?: () => number;
};

type ClockSettings = {
  /** For how long a clock that was set is not believed, in ms: longer than anything that is under way by then. */
  readonly distrustMs: number;
  readonly database: Database;
  readonly logger: Logger;
};

/** What two clocks may differ by without one having been set, in ms. Leases are longer than calls by more than this. */
const TOLERANCE_MS = 1_000;
/** Between two looks at the database's clock. */
const MEASURE_INTERVAL_MS = 60_000;
/** An answer that took longer does not say what time it is. */
const LONGEST_MEASURE_MS = 1_000;

/**
 * Starts the clock of one instance. On PostgreSQL it is the database's, so that instances agree whatever their machines
 * say; the machine's otherwise. Throws if the database does not answer.
 */
export async function startClock(given: Clocks, settings: ClockSettings): Promise<Clock> {
  if (given.now && !given.monotonicMs) return { now: given.now, setAtMs: () => 0, stop: () => undefined };
  const { now: wall = () => new Date(), monotonicMs = () => performance.now() } = given;
  const { database } = settings;
  if (!isPostgres(database)) {
    const firstMs = wall().getTime();
    const time = keepTime(settings, { monotonicMs, firstMs, setAtMs: firstMs, whose: 'this machine' });
    const now = (): Date => {
      time.hear(wall().getTime());
      return new Date(time.readMs());
    };
    return { now, setAtMs: time.setAtMs, stop: () => undefined };
  }
  const measure = () => readDatabaseClock(database, monotonicMs);
  const first = await measure();
  const time = keepTime(settings, { monotonicMs, firstMs: first.timeMs, setAtMs: 0, whose: 'the database' });
  const measureAgain = async (): Promise<void> => {
    const { timeMs, tookMs } = await measure();
    if (tookMs <= LONGEST_MEASURE_MS) time.hear(timeMs);
  };
  // Without an answer, the time goes on by the monotonic clock.
  const timer = setInterval(() => void measureAgain().catch(() => undefined), MEASURE_INTERVAL_MS).unref();
  return { now: () => new Date(time.readMs()), setAtMs: time.setAtMs, stop: () => clearInterval(timer) };
}

/** What the database's clock says now, and how long it took to find out. */
async function readDatabaseClock(database: Database, monotonicMs: () => number) {
  const startedAtMs = monotonicMs();
  const { rows } = await sql<{ ms: string }>`select extract(epoch from clock_timestamp()) * 1000 as ms`.execute(
    database,
  );
  const tookMs = monotonicMs() - startedAtMs;
  return { timeMs: Number(rows[0]?.ms) + tookMs / 2, tookMs };
}

type Followed = {
  readonly monotonicMs: () => number;
  readonly firstMs: number;
  readonly setAtMs: number;
  /** Whose clock it is, in words. */
  readonly whose: string;
};

/**
 * Time that goes on by the monotonic clock and follows another one, unless that is set. Then it goes on without it until
 * all is over that was under way, and only then believes it: a lease must not end early because a clock was set ahead. A
 * machine that has slept looks the same, and catches up the same way.
 */
function keepTime(
  { distrustMs, logger }: ClockSettings,
  { monotonicMs, firstMs, setAtMs: setBefore, whose }: Followed,
) {
  let known = { timeMs: firstMs, atMs: monotonicMs() };
  let setAtMs = setBefore;
  let suspicion: { readonly stepMs: number; readonly sinceMs: number } | null = null;
  const readMs = (): number => known.timeMs + monotonicMs() - known.atMs;

  return {
    readMs,
    setAtMs: () => setAtMs,
    /** Takes in what the other clock says now. */
    hear(timeMs: number): void {
      const atMs = monotonicMs();
      const stepMs = timeMs - readMs();
      const isStep = Math.abs(stepMs) > TOLERANCE_MS;
      const isKnown = suspicion !== null && Math.abs(stepMs - suspicion.stepMs) <= TOLERANCE_MS;
      if (!isStep || (isKnown && suspicion !== null && atMs - suspicion.sinceMs >= distrustMs)) {
        known = { timeMs, atMs };
        suspicion = null;
        if (isStep) setAtMs = timeMs;
      } else if (!isKnown) {
        suspicion = { stepMs, sinceMs: atMs };
        logger.warn(
          { stepMs: Math.round(stepMs), distrustMs },
          `The clock of ${whose} has moved by ${Math.round(stepMs / 1000)} s: it was set, or the machine slept. ` +
            `It is believed in ${Math.round(distrustMs / 1000)} s, when all is over that is under way.`,
        );
      }
    },
  };
}
