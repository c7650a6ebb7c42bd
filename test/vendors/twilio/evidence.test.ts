import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { twilio } from '../../../src/vendors/twilio/index.ts';
import { hides, losesItsAnswer, neverArrives, refuses, replaces } from '../../support/misleading/lies.ts';
import { GRACE_SECONDS, type MisledApp, startMisledApp, statusesOf } from '../../support/misleading/misled-app.ts';
import type { Lie } from '../../support/misleading/way.ts';
import { readNumber, readOperation, untilOperation } from '../../support/mutations.ts';
import { listNumbers } from '../../support/numbers.ts';

const vendor = twilio.name;
const asked = '+14155580123';
const PATIENCE_SECONDS = 4;

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp({
    recoveryPatienceSeconds: PATIENCE_SECONDS,
  });
  // The sync of the start must not see what is bought.
  await listNumbers(misled.app, { maxAge: 0 });
});
afterEach(() => misled.stop());

const sold = () => misled.sandbox.control.sales().map(({ number }) => number);
const purchases = () => misled.way.calls(vendor, 'purchase').length;
const heldAt = (number: string) => misled.sandbox.control.numbers(vendor).find((held) => held.number === number);
const exactly = (number = asked) => ({ idempotencyKey: randomUUID(), vendor, number, label: 'Desk' });

/** As if the account had its numbers for years. */
const isOld = /"date_created":"[^"]+"/g;
const ages: Lie = async (exchange) => {
  const { status, text } = await exchange.forward();
  exchange.answer({ status, text: text.replace(isOld, '"date_created":"Thu, 30 Jul 2015 23:19:04 +0000"') });
};

describe('a number that the account has', () => {
  beforeEach(() => void misled.sandbox.control.addNumber({ vendor, number: asked, label: 'Of somebody' }));

  it('is not asked for, and keeps its name', async () => {
    const { operation, userErrors } = await misled.purchase(exactly());
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([
      { code: 'VENDOR_REJECTED', field: ['input', 'number'], retryable: false, charged: 'NO' },
    ]);
    expect(purchases()).toBe(0);
    expect(heldAt(asked)).toMatchObject({ label: 'Of somebody' });
  });

  it('is nobody’s purchase where the list had left it out: a person looks at what the answer leaves open', async () => {
    for (const operation of ['purchase', 'list', 'get'] as const) misled.way.on(vendor, operation, ages);
    misled.way.once(vendor, 'list', hides(asked));
    const { operation, userErrors } = await misled.purchase(exactly());
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
    const ended = await untilOperation(misled.app, operation?.id, { status: 'NEEDS_ATTENTION' });
    expect(statusesOf(ended)).not.toContain('SUCCEEDED');
    expect(ended.phoneNumber).toBeNull();
    // The purchase has left its marker on it all the same.
    expect(heldAt(asked)?.label).toMatch(/^pns-/);
    await listNumbers(misled.app, { maxAge: 0 });
    await sleep(1_000);
    expect((await readOperation(misled.app, operation?.id ?? ''))?.status).toBe('NEEDS_ATTENTION');
    expect([sold(), purchases()]).toEqual([[], 1]);
  });
});

describe('a purchase whose answer is lost', () => {
  it.each([
    ['by its marker', {}],
    ['by its number, where its name is another by now', { friendly: 'Renamed' }],
  ])('is found %s', async (_how, { friendly }: { friendly?: string }) => {
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    if (friendly !== undefined)
      misled.way.on(
        vendor,
        'list',
        replaces(() => heldAt(asked)?.label ?? ' ', friendly),
      );
    const { operation } = await misled.purchase(exactly());
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(found.phoneNumber?.address).toBe(asked);
    expect([sold(), purchases()]).toEqual([[asked], 1]);
  });

  it('is found however late the list shows it, also after it counted as not made, and is not made again', async () => {
    let show = () => {};
    misled.way.once(vendor, 'purchase', async (exchange) => {
      await exchange.forward();
      show = misled.way.on(vendor, 'list', hides(asked));
      exchange.breakOff();
    });
    const input = exactly();
    const { operation } = await misled.purchase(input);
    await untilOperation(misled.app, operation?.id, { status: 'FAILED', errorCodes: ['VENDOR_UNAVAILABLE'] });
    show();
    // The account has it: the repeat sees that before it asks for anything.
    await misled.purchase(input);
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(found.phoneNumber).toMatchObject({ address: asked });
    expect([sold(), purchases()]).toEqual([[asked], 1]);
  });

  it('or that never arrived, counts as not made after two complete lists, and may be repeated', async () => {
    misled.way.once(vendor, 'purchase', neverArrives);
    const input = exactly();
    const { operation } = await misled.purchase(input);
    await untilOperation(misled.app, operation?.id, { status: 'FAILED', errorCodes: ['VENDOR_UNAVAILABLE'] });
    expect(sold()).toEqual([]);
    await sleep(GRACE_SECONDS * 1_000);
    await misled.purchase(input);
    const done = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(done.phoneNumber).toMatchObject({ address: asked, label: 'Desk' });
    expect(sold()).toEqual([asked]);
  });

  it('and that something on the way has made twice, is one purchase', async () => {
    misled.way.once(vendor, 'purchase', async (exchange) => {
      await exchange.forward();
      exchange.answer(await exchange.forward());
    });
    const { operation, phoneNumber } = await misled.purchase(exactly());
    expect(operation?.status).toBe('SUCCEEDED');
    expect(phoneNumber).toMatchObject({ address: asked, label: 'Desk' });
    expect(sold()).toEqual([asked]);
  });
});

describe('an answer to a purchase', () => {
  it.each([
    ['hides digits of the number', replaces(asked, '+1415558****')],
    ['tells no number', replaces(`"${asked}"`, 'null')],
    ['tells no id', replaces('"sid"', '"id"')],
    ['does not say since when it is there', replaces('"date_created"', '"created"')],
  ])('that %s is no failure: the number is found', async (_what, lie) => {
    misled.way.once(vendor, 'purchase', lie);
    const { operation } = await misled.purchase(exactly());
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(found.phoneNumber).toMatchObject({ address: asked, label: 'Desk' });
    expect([sold(), purchases()]).toEqual([[asked], 1]);
  });

  it('with the id of another number of ours is no success, and leaves that number as it is', async () => {
    const ours = await misled.purchase(exactly('+14155580124'));
    const taken = ours.phoneNumber?.vendorId ?? '';
    misled.way.once(
      vendor,
      'purchase',
      replaces(() => heldAt(asked)?.id ?? '', taken),
    );
    const { operation } = await misled.purchase(exactly());
    expect(operation?.status).toBe('PENDING');
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(found.phoneNumber).toMatchObject({ address: asked, vendorId: heldAt(asked)?.id });
    expect(await readNumber(misled.app, ours.phoneNumber?.id ?? '')).toEqual(ours.phoneNumber);
  });

  it.each([
    [429, 'Too Many Requests', 'VENDOR_UNAVAILABLE', true],
    [401, 'Authenticate', 'VENDOR_UNAVAILABLE', true],
    [400, 'Trial accounts are allowed only one Twilio number.', 'VENDOR_REJECTED', false],
    [400, 'Bundle required', 'VENDOR_REJECTED', false],
  ])('of %i, %s, says that nothing was bought', async (status, words, code, retryable) => {
    misled.way.once(vendor, 'purchase', refuses(status, words));
    const { operation, userErrors } = await misled.purchase(exactly());
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([{ code, retryable, charged: 'NO' }]);
    expect(sold()).toEqual([]);
  });

  it('of 404 or 503 says nothing, and nothing is asked for again', async () => {
    misled.way.once(vendor, 'purchase', refuses(503, 'Service unavailable'));
    const { operation } = await misled.purchase(exactly());
    expect(operation?.status).toBe('PENDING');
    await untilOperation(misled.app, operation?.id, { status: 'FAILED', errorCodes: ['VENDOR_UNAVAILABLE'] });
    expect([sold(), purchases()]).toEqual([[], 1]);
  });

  it('is not waited for where the account cannot be looked at before: nothing was asked for', async () => {
    const honest = misled.way.on(vendor, 'list', refuses(503, 'Service unavailable'));
    const input = exactly();
    const { operation, userErrors } = await misled.purchase(input);
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', retryable: true, charged: 'NO' }]);
    expect(purchases()).toBe(0);
    honest();
    const { phoneNumber } = await misled.purchase(input);
    expect(await readNumber(misled.app, phoneNumber?.id ?? '')).toMatchObject({ address: asked, label: 'Desk' });
  });
});
