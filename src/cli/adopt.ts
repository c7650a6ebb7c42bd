import { createHash } from 'node:crypto';
import { loadSettings } from '../config.ts';
import { startClock } from '../database/clock.ts';
import { toNumberId } from '../domain/number-id.ts';
import { noGuard } from '../ledger/guard.ts';
import { adoptNumber } from '../operations/adopt-number.ts';
import type { Caller, OperationContext } from '../operations/shared/context.ts';
import { createServices, distrustMsOf } from '../services.ts';
import { createLogger } from '../telemetry/logger.ts';
import { canonicalId } from '../vendors/canonical.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { type Adopted, adoptAll, type Tally } from './adopt-all.ts';
import { readIds } from './adopt-ids.ts';
import { CommandError } from './command-error.ts';
import { openSandbox } from './open-accounts.ts';
import { openBesideService } from './open-beside-service.ts';
import { createProgress } from './progress.ts';

/** The options of `phone-numbers adopt`. */
export type AdoptOptions = {
  readonly vendor: string;
  /** Where the ids are; `-` for standard input. */
  readonly file: string;
  readonly concurrency: number;
  readonly actor?: string;
};

const NONE = 1;
const SOME = 3;
const signals = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Takes in numbers that were bought elsewhere. Returns the exit code: 0 if all are here now, 3 if some are, 1 if none is; what
 * shells show for a signal, where one stopped it before it was done.
 * @throws {CommandError | ConfigError} where there is no ledger, no account with the vendor, or no id.
 */
export async function runAdopt({ vendor: name, file, concurrency, actor }: AdoptOptions): Promise<number> {
  const { config, vendors } = await loadSettings();
  return openBesideService(config, async (database, stack) => {
    const logger = createLogger('silent');
    const clock = await startClock({}, { distrustMs: distrustMsOf(config), database, logger });
    stack.defer(clock.stop);
    const { operations } = createServices(config, {
      ...{ logger, database, definitions: vendors, now: clock.now, clockSetAtMs: clock.setAtMs },
      sandbox: config.sandbox ? await openSandbox({ config, vendors }, stack) : null,
      // To take in a number is to read it: nothing is bought, and nothing changed at a vendor.
      ...{ guard: noGuard, beganEmpty: false },
    });
    stack.defer(async () => void (await Promise.all([...operations.vendors.values()].map((one) => one.close()))));
    const vendor = operations.vendors.get(name);
    if (!vendor) throw new CommandError(`There is no account with ${name}: set its key as the service has it.`);
    const ids = await readIds(file, (id) => canonicalId(vendor.rules.numberId, id));
    const { tally, stoppedBy } = await adoptUntilStopped(ids, {
      places: Math.min(concurrency, ids.length),
      adopt: (id) => adopt(operations, { account: 'default', actor: actor ?? null }, { vendor, id }),
    });
    process.stdout.write(toSummary(tally, ids.length));
    if (stoppedBy !== null && tally.left > 0) return signals[stoppedBy];
    if (tally.failed + tally.left === 0) return 0;
    return tally.takenIn + tally.hereBefore === 0 ? NONE : SOME;
  });
}

type Signal = keyof typeof signals;
type Adopting = { readonly places: number; readonly adopt: (id: string) => Promise<Adopted> };

/** The first signal lets what is under way finish; a second one does not. */
async function adoptUntilStopped(
  ids: readonly string[],
  adopting: Adopting,
): Promise<{ tally: Tally; stoppedBy: Signal | null }> {
  const stopping = new AbortController();
  const received: Signal[] = [];
  const stop = (signal: Signal): void => {
    if (received.push(signal) > 1) process.exit(signals[signal]);
    stopping.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const progress = createProgress(process.stderr, ids.length);
  const tally = await adoptAll(ids, {
    ...adopting,
    signal: stopping.signal,
    onEnd(id, adopted, { takenIn, hereBefore, failed, left }) {
      progress.clear();
      if (adopted.state === 'failed') process.stdout.write(`${printable(id)}: NOT taken in: ${adopted.reason}\n`);
      progress.show(ids.length - left, `${takenIn} taken in, ${hereBefore} here before, ${failed} not taken in`);
    },
  });
  progress.clear();
  return { tally, stoppedBy: received[0] ?? null };
}

function toSummary({ takenIn, hereBefore, failed, left }: Tally, total: number): string {
  const goOn = failed + left === 0 ? '' : ' Run it again to go on: what is here is passed over.';
  const rest = left === 0 ? '' : `; not tried: ${left}`;
  return `Of ${total} ids, taken in: ${takenIn}; here before: ${hereBefore}; not taken in: ${failed}${rest}.${goOn}\n`;
}

/** Takes in one number, unless it is here already. */
async function adopt(
  context: OperationContext,
  caller: Caller,
  { vendor, id }: { vendor: VoiceVendor; id: string },
): Promise<Adopted> {
  const numberId = toNumberId(vendor.name, id);
  const isHere = async () => {
    const status = (await context.registry.byIds([numberId])).get(numberId)?.status;
    return status !== undefined && status !== 'RELEASED';
  };
  if (await isHere()) return { state: 'here-before' };
  const idempotencyKey = await findKey(context, caller, numberId);
  // Another run may have taken it in meanwhile: then its key has ended, and the next one is free.
  if (await isHere()) return { state: 'here-before' };
  const { phoneNumber, userErrors } = await adoptNumber(context, caller, {
    vendor: vendor.name,
    vendorId: id,
    idempotencyKey,
  });
  if (phoneNumber !== null) return { state: 'taken-in' };
  const reason = userErrors.map(({ code, message }) => `${code} ${message}`).join(' ');
  return { state: 'failed', reason, mayPass: userErrors.every(({ retryable }) => retryable) };
}

/**
 * The key of this number's adoption: the same for all who try at the same time, and after a stop. Once it has ended for good,
 * as where the vendor did not know the number yet, another try takes the next one.
 */
async function findKey({ ledger }: OperationContext, { account }: Caller, numberId: string): Promise<string> {
  const name = createHash('sha256').update(numberId).digest('base64url');
  for (let turn = 1; ; turn += 1) {
    const key = `adopt-${name}-${turn}`;
    const known = await ledger.findByKey(account, key);
    const hasEnded = known?.status === 'SUCCEEDED' || known?.errors.some(({ retryable }) => !retryable);
    if (!hasEnded) return key;
  }
}

/** More of an id than any vendor has says nothing. */
const LONGEST_SHOWN = 100;

/** What a file holds must not steer a terminal. */
function printable(id: string): string {
  return id.slice(0, LONGEST_SHOWN).replace(/[^\x20-\x7E]/g, '?');
}
