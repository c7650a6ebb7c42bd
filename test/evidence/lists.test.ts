import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hides, losesItsAnswer, neverArrives, refuses, showsNothing } from '../support/misleading/lies.ts';
import {
  GRACE_SECONDS,
  type MisledApp,
  passGrace,
  startMisledApp,
  statusesOf,
} from '../support/misleading/misled-app.ts';
import type { Lie } from '../support/misleading/way.ts';
import { readOperation, untilOperation } from '../support/mutations.ts';
import { linesOf, listNumbers } from '../support/numbers.ts';
import { freeAreaCode, purchaseInput, soldIn } from '../support/purchases.ts';
import { listed } from '../support/vendors.ts';

const vendor = listed.name;

let misled: MisledApp;
let areaCode: string;
let number: string;
let input: Record<string, unknown>;
beforeEach(async () => {
  misled = await startMisledApp();
  areaCode = freeAreaCode();
  number = listed.stockNumber(areaCode);
  input = purchaseInput(vendor, { areaCode });
});
afterEach(() => misled.stop());

const lists = () => misled.way.calls(vendor, 'list');
const asksFor = () => misled.way.calls(vendor, 'purchase').map(({ body }) => body.includes(number));

describe('a purchase whose answer was lost, of a service that was down for longer than the grace period,', () => {
  const misses: { how: string; lie: () => Lie }[] = [
    { how: 'leaves out one number', lie: () => hides(number) },
    { how: 'is empty', lie: () => showsNothing },
  ];

  it.each(misses)('is found although the first list after the start $how', async ({ lie }) => {
    await listNumbers(misled.app, { maxAge: 0 });
    // As long as it is down, nobody looks.
    const letNobodyLook = misled.way.on(vendor, 'list', refuses(429, 'Too many requests'));
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const { operation } = await misled.purchase(input);
    expect(operation?.status).toBe('PENDING');
    await passGrace();
    letNobodyLook();

    const showAgain = misled.way.on(vendor, 'list', lie());
    const listedBefore = lists().length;
    await misled.app.restart();
    await vi.waitFor(() => expect(lists().length).toBeGreaterThan(listedBefore), 10_000);
    // For what is concluded from it.
    await sleep(300);
    showAgain();

    const repeated = await vi.waitFor(
      async () => {
        const payload = await misled.purchase(input);
        expect(payload.operation?.status).toBe('SUCCEEDED');
        return payload;
      },
      { timeout: 10_000, interval: 250 },
    );
    expect(soldIn(misled, areaCode)).toEqual([number]);
    expect(repeated.phoneNumber?.address).toBe(number);
    expect(statusesOf(repeated.operation)).not.toContain('FAILED');
  });
});

describe('a number that the list shows only after the purchase counted as not made', () => {
  beforeEach(async () => {
    misled.way.once(vendor, 'purchase', losesItsAnswer);
  });

  it('makes the purchase succeed, and this is said in its history and in the log', async () => {
    const show = misled.way.on(vendor, 'list', hides(number));
    const { operation } = await misled.purchase(input);
    const failed = await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    const known = failed.history.length;

    show();
    await listNumbers(misled.app, { maxAge: 0 });
    const healed = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED', withinMs: 3_000 });
    expect(healed.phoneNumber).toMatchObject({ address: number, acquisition: 'PURCHASED' });
    expect(healed.history.slice(known).at(-1)?.note).toContain(number);
    const warnings = linesOf(misled.app).filter(({ level }) => level === 'warn' || level === 'error');
    expect(warnings.filter(({ operationId }) => operationId === operation?.id)).not.toEqual([]);
    expect((await misled.purchase(input)).phoneNumber?.address).toBe(number);
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });

  it('is what a repeat of the key has asked for again, and no other', async () => {
    const show = misled.way.on(vendor, 'list', hides(number));
    const { operation } = await misled.purchase(input);
    await untilOperation(misled.app, operation?.id, { status: 'FAILED' });

    const repeated = await misled.purchase(input);
    expect(soldIn(misled, areaCode)).toEqual([number]);
    expect(asksFor()).toEqual([true, true]);
    expect(repeated.operation?.status).toBe('PENDING');

    show();
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(found.phoneNumber?.address).toBe(number);
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });
});

describe('a call that never arrived', () => {
  it('counts as not made after two complete lists, each read after the grace period and one apart', async () => {
    misled.way.once(vendor, 'purchase', neverArrives);
    const { operation } = await misled.purchase(input);
    const sentAt = misled.way.calls(vendor, 'purchase')[0]?.at ?? Number.NaN;
    const graceMs = GRACE_SECONDS * 1_000;
    await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    const [first = Number.NaN, ...later] = lists().flatMap(({ at }) => (at > sentAt + graceMs ? [at] : []));
    expect(later.map((at) => at - first >= graceMs - 20)).toContain(true);
  });

  it('leaves its key with its number: a repeat buys that, although the search offers others', async () => {
    misled.way.once(vendor, 'purchase', neverArrives);
    const { operation } = await misled.purchase(input);
    misled.way.on(vendor, 'search', hides(number));
    const failed = await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    expect(failed.userErrors).toMatchObject([{ retryable: true, charged: 'NO' }]);
    const { phoneNumber, operation: repeated } = await misled.purchase(input);
    expect(phoneNumber?.address).toBe(number);
    expect(repeated).toMatchObject({ id: operation?.id, status: 'SUCCEEDED' });
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });

  it('and whose number others have bought since, ends its key for good, so that the caller takes a new one', async () => {
    misled.way.once(vendor, 'purchase', neverArrives);
    const { operation } = await misled.purchase(input);
    misled.sandbox.control.sell(vendor, number);
    await passGrace();
    const refused = await misled.purchase(input);
    expect(refused.operation?.status).not.toBe('SUCCEEDED');
    expect(asksFor()).toEqual([true, true]);

    const ended = await untilOperation(misled.app, operation?.id, {
      status: 'FAILED',
      errorCodes: ['NUMBER_UNAVAILABLE'],
    });
    expect(ended.userErrors).toMatchObject([{ retryable: false, charged: 'NO' }]);
    expect((await misled.purchase(input)).operation?.status).toBe('FAILED');
    expect(soldIn(misled, areaCode)).toEqual([]);
    const another = await misled.purchase(purchaseInput(vendor, { areaCode }));
    expect(soldIn(misled, areaCode)).toEqual([another.phoneNumber?.address]);
  });
});

it('a key whose call went unanswered asks for its number again once the grace period is over, whatever is known', async () => {
  misled.way.once(vendor, 'purchase', neverArrives);
  const { operation } = await misled.purchase(input);
  misled.way.on(vendor, 'search', hides(number));
  expect((await misled.purchase(input)).operation?.status).toBe('PENDING');
  expect(asksFor()).toEqual([true]);
  await passGrace();
  const { phoneNumber } = await misled.purchase(input);
  expect(phoneNumber?.address).toBe(number);
  expect(statusesOf(await readOperation(misled.app, operation?.id ?? ''))).toEqual(['PENDING', 'SUCCEEDED']);
  expect(soldIn(misled, areaCode)).toEqual([number]);
});
