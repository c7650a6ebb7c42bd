import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { Instance } from './instance.ts';
import { mutate } from './post.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';
import { GRACE_MS, PATIENCE_MS } from './times.ts';
import type { Told } from './told.ts';
import { makeWish, type OwnedNumber, type Wish } from './wishes.ts';

export type ClientRecord = {
  readonly told: Told;
  readonly requests: Tally;
  /** Answers that can only be wrong. */
  readonly breaches: string[];
  /** The address of a number that a vendor has; null where it has none with this id. */
  readonly addressOf: (vendor: VendorName, vendorId: string) => string | null;
};

type Surroundings = { readonly instances: readonly Instance[]; readonly random: Random; readonly record: ClientRecord };

/** What a client was told. */
type Heard = { readonly status: string; readonly isOpen: boolean; readonly number: OwnedNumber | null };

const MOST_REPEATS = 6;
const MOST_REMEMBERED = 50;
const MOST_OWNED = 12;
const LOOKS_FOR_INSTANCE = 20;
const LOOK_MS = 100;

/** One client that wants one thing after the other, until told to end. */
export async function runClient(
  name: string,
  { isOver, ...surroundings }: Surroundings & { readonly isOver: () => boolean },
): Promise<void> {
  const { random, record } = surroundings;
  const owned: OwnedNumber[] = [];
  const done: Wish[] = [];
  const open: { readonly wish: Wish; readonly at: number }[] = [];

  /** Takes up again what it gave up: after the grace period, or when a person is asked already. */
  const insistAndRemember = async (wish: Wish): Promise<void> => {
    const { isOpen, number } = await insist(wish, surroundings);
    if (wish.key !== null) (isOpen ? [] : done).push(wish);
    if (isOpen && wish.key !== null) {
      open.push({
        wish,
        at: Date.now() + random.between(GRACE_MS, random.chance(0.3) ? 2 * PATIENCE_MS : 3 * GRACE_MS),
      });
    }
    if (number) owned.push(number);
    if (wish.mutation === 'releaseNumber') {
      const index = owned.findIndex(({ id }) => id === wish.input['phoneNumberId']);
      if (index >= 0) owned.splice(index, 1);
    }
  };

  for (let serial = 0; !isOver(); serial += 1) {
    await insistAndRemember(makeWish(random, `${name}-${serial}`, owned));
    const due = open.findIndex(({ at }) => at <= Date.now());
    const [taken] = due >= 0 ? open.splice(due, 1) : [];
    if (taken) {
      record.requests.add('keys repeated after the grace period');
      await insistAndRemember(taken.wish);
    }
    for (const remembered of [done, open]) if (remembered.length > MOST_REMEMBERED) remembered.shift();
    if (owned.length > MOST_OWNED) owned.shift();
    if (done.length > 0 && random.chance(0.1)) {
      record.requests.add('replays');
      await ask(random.pick(done), surroundings);
    }
    if (done.length > 0 && random.chance(0.05)) await reuse(random.pick(done), surroundings);
    await sleep(random.between(0, 400));
  }
}

/** Sends a wish until it is told an end, or loses patience. */
async function insist(wish: Wish, surroundings: Surroundings): Promise<Heard> {
  const repeats = wish.key === null ? 1 : surroundings.random.between(1, MOST_REPEATS);
  let heard: Heard = { status: 'NONE', isOpen: true, number: null };
  for (let repeat = 0; repeat < repeats && heard.isOpen; repeat += 1) {
    if (repeat > 0) await sleep(surroundings.random.between(20, 400));
    heard = await ask(wish, surroundings);
  }
  return heard;
}

/** An instance that serves. Waits until there is one, for a moment. */
async function findUrl({ instances, random, record }: Surroundings): Promise<string | null> {
  for (let look = 0; look < LOOKS_FOR_INSTANCE; look += 1) {
    const url = random.pick(instances).url();
    if (url !== null) return url;
    await sleep(LOOK_MS);
  }
  record.requests.add('requests while no instance served');
  return null;
}

/** Sends a wish once, to any instance, and writes down what it is told. */
async function ask(wish: Wish, surroundings: Surroundings): Promise<Heard> {
  const { record } = surroundings;
  const url = await findUrl(surroundings);
  if (url !== null) record.requests.add('requests');
  const payload = await mutate(url, wish);
  if (payload === null || payload === 'error') {
    if (payload !== null)
      record.breaches.push(`answered with an error instead of a payload: ${wish.mutation} ${wish.key}`);
    else if (url !== null) record.requests.add('requests without an answer');
    return { status: 'NONE', isOpen: true, number: null };
  }
  const { operation, phoneNumber, userErrors } = payload;
  const codes: string[] = userErrors.map(({ code }: { code: string }) => code);
  const status: string = operation?.status ?? 'NONE';
  const retryable: boolean = userErrors.every((error: { retryable: boolean }) => error.retryable);
  if (status === 'NEEDS_ATTENTION') record.requests.add('answered NEEDS_ATTENTION');
  if (wish.key !== null && operation && !codes.includes('IDEMPOTENCY_KEY_REUSED')) {
    record.told.note(wish.key, { status, phoneNumberId: phoneNumber?.id ?? null, retryable });
  }
  const isOpen =
    status === 'PENDING' || status === 'NEEDS_ATTENTION' || (status !== 'SUCCEEDED' && codes.length > 0 && retryable);
  if (!phoneNumber || isOpen || wish.mutation === 'releaseNumber') return { status, isOpen, number: null };
  const { id, address, vendor, vendorId } = phoneNumber;
  const held = record.addressOf(vendor, vendorId);
  if (status === 'SUCCEEDED' && held !== null && held !== address) {
    record.breaches.push(`${wish.mutation} ${wish.key} was answered with ${address}, and ${vendorId} is ${held}`);
  }
  return { status, isOpen, number: { id, address, vendor } };
}

/** The same key for another wish must be refused, whatever became of the first. */
async function reuse(wish: Wish, { instances, random, record }: Surroundings): Promise<void> {
  // A first request that never arrived leaves the key free.
  if (wish.mutation !== 'purchaseNumber' || !record.told.has(wish.key ?? '')) return;
  const another = { ...wish, input: { ...wish.input, label: 'Another wish' } };
  const payload = await mutate(random.pick(instances).url(), another);
  if (payload === null || payload === 'error') return;
  record.requests.add('keys reused');
  const codes: string[] = payload.userErrors.map(({ code }: { code: string }) => code);
  if (!codes.includes('IDEMPOTENCY_KEY_REUSED')) record.breaches.push(`key reused for another wish: ${wish.key}`);
}
