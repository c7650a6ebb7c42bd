import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import type { Auditor } from '../support/auditor.ts';
import { findUnaccounted, readLedger } from './books.ts';
import type { Instance } from './instance.ts';
import type { Misled } from './misled.ts';
import type { Person } from './person.ts';
import { mutate, post } from './post.ts';
import type { Tally } from './tally.ts';
import { GRACE_MS } from './times.ts';

type Scene = {
  readonly instances: readonly Instance[];
  readonly auditor: Auditor;
  readonly control: SandboxControl;
  readonly person: Person;
  /** Knows all sales so far. */
  readonly misled: () => Misled;
  readonly events: Tally;
};

/** Longer than the longest pause of recovery: whatever is still open then has been forgotten. */
const LONGEST_WAIT_MS = 20 * 60_000;
const ROUND_MS = 1_000;
/** Syncs that must have had the time to show what the vendors hid. */
const QUIET_MS = 3 * GRACE_MS;

const WORD_EVERY_MS = 60_000;

const READ = '{ phoneNumbers(first: 1, maxAge: 0) { totalCount } }';

/** All lies have ended: reads the accounts until nothing is open, while people settle and correct what they must. */
export async function settleDown(scene: Scene): Promise<void> {
  const { instances, auditor, person } = scene;
  const deadline = Date.now() + LONGEST_WAIT_MS;
  let quietSince = Date.now();
  let nextWordAt = Date.now() + WORD_EVERY_MS;
  let hasAskedAgain = false;
  while (Date.now() < deadline) {
    await Promise.all(instances.map((instance) => post(instance.url(), { query: READ })));
    const isBusy = (await person.settleAll()) + (await person.correctAll()) + (await countOpen(auditor)) > 0;
    if (isBusy) quietSince = Date.now();
    if (isBusy && Date.now() > nextWordAt) {
      nextWordAt += WORD_EVERY_MS;
      await sayWhatIsOpen(scene);
    }
    if (Date.now() - quietSince > QUIET_MS) {
      if (hasAskedAgain || (await askAgain(scene)) === 0) return;
      hasAskedAgain = true;
      quietSince = Date.now();
    }
    await sleep(ROUND_MS);
  }
}

async function countOpen({ ledger, auditHere }: Auditor): Promise<number> {
  const pending = await ledger.count({ statuses: ['PENDING', 'NEEDS_ATTENTION'] });
  // Work that remains after success is found by reading all.
  return pending > 0 ? pending : (await auditHere()).open.length;
}

async function sayWhatIsOpen({ auditor, person }: Scene): Promise<void> {
  const { open, needsAttention } = await auditor.auditHere();
  for (const text of person.uncorrected()) process.stderr.write(`not corrected yet: ${text}\n`);
  for (const { id, kind, status, vendor, target, dueAt } of [...open, ...needsAttention]) {
    process.stderr.write(`still open: ${kind} ${status} ${vendor} ${target} ${id}, looked at again at ${dueAt}\n`);
  }
}

/**
 * Where a vendor has no list, only a repeat of its key finds out that a purchase happened after all, which the search of
 * the vendor had denied for longer than the rules reckon with. Returns how many were repeated.
 */
async function askAgain({ instances, auditor, control, misled, events }: Scene): Promise<number> {
  const ledger = await readLedger(auditor);
  const isMisled = misled();
  let repeated = 0;
  for (const { sale, purchases } of findUnaccounted({ ledger, control })) {
    if (!isMisled(sale, Date.now())) continue;
    for (const { id } of purchases.filter(({ status }) => status === 'FAILED')) {
      const operation = await auditor.ledger.find(id);
      if (!operation?.idempotencyKey) continue;
      const input = { vendor: operation.vendor, ...operation.request };
      await mutate(instances[0]?.url() ?? null, { mutation: 'purchaseNumber', key: operation.idempotencyKey, input });
      events.add('asked again at the end');
      repeated += 1;
    }
  }
  return repeated;
}
