import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import { type Database, isPostgres } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { type Recognition, readNewestCall, recognise } from './identity.ts';
import type { Refusal } from './ledger.ts';
import { memoryFileIn, openMemory, type RecordedCall } from './memory.ts';

/** What the ledger was found to be, in a transaction that records a call. */
export type Checked = {
  /** Null where something may be bought. */
  readonly whyNotToBuy: Refusal | null;
  /** To be called once the transaction has committed: the call is remembered, where it may be. */
  readonly remember: (call: RecordedCall) => void;
};

/** Keeps a service from buying on a ledger that is not the one it knows, or that may lose what it is told. */
export type LedgerGuard = {
  /** Looks within a transaction that records a call: what is found holds for as long as it does. */
  check(transaction: Transaction<Tables>): Promise<Checked>;
  /**
   * Why nothing may be bought at the moment, as far as is known; where something was, or `isFresh`, it is looked at again.
   */
  whyNotToBuy(isFresh?: boolean): Promise<Refusal | null>;
  stop(): Promise<void>;
};

/** Lets everything pass: of fake vendors, nothing is bought. */
export const noGuard: LedgerGuard = {
  check: async () => ({ whyNotToBuy: null, remember: () => undefined }),
  whyNotToBuy: async () => null,
  stop: async () => undefined,
};

const COMMAND = 'run `phone-numbers accept-ledger`; see docs/operate.md';
const ANOTHER: Refusal = doubt(
  `This service buys nothing: the database holds another ledger than the one it knows. If it is the right one, write back the keys that it lacks (\`phone-numbers restore-key\`), then ${COMMAND}.`,
);
const LOST: Refusal = doubt(
  `This service buys nothing: its ledger has lost calls that it held before. Once the lost keys are dealt with, ${COMMAND}.`,
);

const refusals: Readonly<Record<Recognition['is'], Refusal | null>> = {
  same: null,
  accepted: null,
  another: ANOTHER,
  forgetful: LOST,
  disowned: LOST,
};

type GuardSettings = { readonly database: Database; readonly logger: Logger };

/** Pause between two looks at PostgreSQL while no call is recorded, in ms: its place may be taken by a standby. */
const LOOK_INTERVAL_MS = 5_000;

/**
 * The guard of one instance, which remembers the ledger in its data folder. Looks at once, and on PostgreSQL from time to
 * time until it is stopped. Throws if the database does not answer, or what is remembered cannot be read.
 */
export async function openLedgerGuard(dataDir: string, { database, logger }: GuardSettings): Promise<LedgerGuard> {
  const report = (err: unknown): void => logger.error({ err }, 'what is known of the ledger could not be written');
  const memory = openMemory(memoryFileIn(dataDir), report);
  let known: Refusal | null = null;

  /** Every refusal is logged once, and its end. */
  const note = (refusal: Refusal | null): void => {
    const isNew = refusal?.message !== known?.message;
    known = refusal;
    if (!isNew) return;
    if (refusal === null) logger.info('this service buys again');
    else logger.error(refusal.message);
  };

  const check = async (transaction: Transaction<Tables>): Promise<Checked> => {
    const { is, identity, gaps } = await recognise(transaction, memory.remembered);
    if (is === 'accepted' && identity !== null) memory.keep({ identity, lastCall: null });
    const whyNotToBuy = refusals[is] ?? explainGaps(gaps);
    note(whyNotToBuy);
    return {
      whyNotToBuy,
      remember(call) {
        if (refusals[is] !== null || identity === null) return;
        const last = memory.remembered?.lastCall ?? null;
        if (last === null || last.seq < call.seq) memory.keep({ identity, lastCall: call });
      },
    };
  };

  /** The calls of other instances are remembered too: the ledger must not forget those either. */
  const look = async (): Promise<Refusal | null> => {
    const { checked, newest } = await database.transaction().execute(async (transaction) => ({
      checked: await check(transaction),
      newest: await readNewestCall(transaction),
    }));
    if (newest) checked.remember(newest);
    return checked.whyNotToBuy;
  };

  await look();
  const lookAgain = (): void => void look().catch(() => undefined);
  const timer = isPostgres(database) ? setInterval(lookAgain, LOOK_INTERVAL_MS).unref() : undefined;

  return {
    check,
    // Where the database does not answer, nothing is recorded, and so nothing is bought.
    whyNotToBuy: async (isFresh = false) => (known === null && !isFresh ? null : look().catch(() => known)),
    async stop() {
      clearInterval(timer);
      await memory.stop();
    },
  };
}

/** With real money, nothing is bought on a database that may forget it. */
function explainGaps(gaps: string): Refusal | null {
  if (gaps === '') return null;
  const message = `This service buys nothing while its database may lose committed rows: ${gaps} off.`;
  return { message, charged: 'NO' };
}

/** A key that this ledger does not know may have bought: that is what it may have forgotten. */
function doubt(message: string): Refusal {
  return { message, charged: 'UNKNOWN' };
}
