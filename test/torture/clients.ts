import { setTimeout as sleep } from 'node:timers/promises';
import { toBody } from '../support/changes.ts';
import { sendGraphql } from '../support/test-app.ts';
import type { Instance } from './instance.ts';
import type { Random } from './random.ts';
import { makeWish, type OwnedNumber, type Wish } from './wishes.ts';

/** What a client was told, and when. */
export type ToldAnswer = {
  readonly at: string;
  readonly status: string;
  readonly phoneNumberId: string | null;
  readonly codes: readonly string[];
  readonly retryable: boolean;
};

/** Everything clients were told of one key, in the order they were told. */
export type Told = Map<string, ToldAnswer[]>;

export type ClientRecord = {
  readonly told: Told;
  readonly counts: { requests: number; unanswered: number; replays: number; reusedKeys: number };
  /** Answers that can only be wrong. */
  readonly breaches: string[];
};

const MOST_REPEATS = 6;

/** One client that wants one thing after the other, until told to end. */
export async function runClient(
  name: string,
  {
    instances,
    random,
    record,
    isOver,
  }: { instances: readonly Instance[]; random: Random; record: ClientRecord; isOver: () => boolean },
): Promise<void> {
  const owned: OwnedNumber[] = [];
  const done: Wish[] = [];
  for (let serial = 0; !isOver(); serial += 1) {
    const wish = makeWish(random, `${name}-${serial}`, owned);
    const number = await insist(wish, { instances, random, record });
    if (wish.key !== null) done.push(wish);
    if (number) owned.push(number);
    if (wish.mutation === 'releaseNumber') {
      owned.splice(
        owned.findIndex(({ id }) => id === wish.input['phoneNumberId']),
        1,
      );
    }
    if (owned.length > 50) owned.shift();
    if (done.length > 50) done.shift();
    if (done.length > 0 && random.chance(0.1)) {
      record.counts.replays += 1;
      await ask(random.pick(done), { instances, random, record });
    }
    if (done.length > 0 && random.chance(0.05)) await reuse(random.pick(done), { instances, random, record });
    await sleep(random.between(0, 150));
  }
}

type Surroundings = { instances: readonly Instance[]; random: Random; record: ClientRecord };

/** Sends a wish until it is told an end, or loses patience. */
async function insist(wish: Wish, surroundings: Surroundings): Promise<OwnedNumber | null> {
  const repeats = wish.key === null ? 1 : surroundings.random.between(1, MOST_REPEATS);
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const answer = await ask(wish, surroundings);
    const isOpen = answer === null || answer.status === 'PENDING' || (answer.status === 'FAILED' && answer.retryable);
    if (!isOpen) return answer.number;
    await sleep(surroundings.random.between(20, 400));
  }
  return null;
}

/** Sends a wish once, to any instance, and writes down what it is told. Null if nobody answers. */
async function ask(
  wish: Wish,
  { instances, random, record }: Surroundings,
): Promise<(ToldAnswer & { number: OwnedNumber | null }) | null> {
  const url = random.pick(instances).url();
  record.counts.requests += 1;
  const payload = url === null ? null : await send(url, wish);
  if (payload === null) {
    record.counts.unanswered += 1;
    return null;
  }
  if (payload === 'error') {
    record.breaches.push(`answered with an error instead of a payload: ${wish.mutation} ${wish.key}`);
    return null;
  }
  const { operation, phoneNumber, userErrors } = payload;
  const codes: string[] = userErrors.map(({ code }: { code: string }) => code);
  const answer: ToldAnswer = {
    at: new Date().toISOString(),
    status: operation?.status ?? 'NONE',
    phoneNumberId: phoneNumber?.id ?? null,
    codes,
    retryable: userErrors.every(({ retryable }: { retryable: boolean }) => retryable),
  };
  if (wish.key !== null && operation && !codes.includes('IDEMPOTENCY_KEY_REUSED')) {
    record.told.set(wish.key, [...(record.told.get(wish.key) ?? []), answer]);
  }
  const vendor = phoneNumber?.vendor;
  const number = phoneNumber ? { id: phoneNumber.id, address: phoneNumber.address, vendor } : null;
  return { ...answer, number: wish.mutation === 'releaseNumber' ? null : number };
}

async function send(url: string, { key, mutation, input }: Wish) {
  try {
    const { status, data, errors } = await sendGraphql(url, toBody(mutation, key, input));
    return status === 200 && !errors ? data[mutation] : 'error';
  } catch {
    return null;
  }
}

/** The same key for another wish must be refused, whatever became of the first. */
async function reuse(wish: Wish, { instances, random, record }: Surroundings): Promise<void> {
  const url = random.pick(instances).url();
  // A first request that never arrived leaves the key free.
  if (url === null || wish.mutation !== 'purchaseNumber' || !record.told.has(wish.key ?? '')) return;
  const payload = await send(url, { ...wish, input: { ...wish.input, label: 'Another wish' } });
  if (payload === null || payload === 'error') return;
  record.counts.reusedKeys += 1;
  const codes: string[] = payload.userErrors.map(({ code }: { code: string }) => code);
  if (!codes.includes('IDEMPOTENCY_KEY_REUSED')) record.breaches.push(`key reused for another wish: ${wish.key}`);
}
