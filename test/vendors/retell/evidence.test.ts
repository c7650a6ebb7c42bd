import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { retell } from '../../../src/vendors/retell/index.ts';
import { hides, losesItsAnswer, neverArrives, repeatsIt, replaces } from '../../support/misleading/lies.ts';
import {
  GRACE_SECONDS,
  type MisledApp,
  passGrace,
  startMisledApp,
  statusesOf,
} from '../../support/misleading/misled-app.ts';
import { mutate, readNumber, readOperation, untilOperation } from '../../support/mutations.ts';
import { listNumbers } from '../../support/numbers.ts';
import { agentId, otherAgentId } from './harness.ts';

const vendor = retell.name;

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp({ vendorTimeoutMs: 8_000 });
  // The sync of the start must not see what is bought.
  await listNumbers(misled.app, { maxAge: 0 });
});
afterEach(() => misled.stop());

const inputOf = (changes: object = {}) => ({ idempotencyKey: randomUUID(), vendor, areaCode: '212', ...changes });
const sold = () => misled.sandbox.control.sales().map(({ number }) => number);
const lineOf = (number: string) => misled.sandbox.control.numbers(vendor).find((line) => line.number === number);
const callTimes = (operation: 'list' | 'purchase') => misled.way.calls(vendor, operation).map(({ at }) => at);
const until = (id: string | undefined, ending: Parameters<typeof untilOperation>[2]) =>
  untilOperation(misled.app, id, ending);
const release = (id: string, address: string) =>
  mutate(misled.app, 'releaseNumber', { idempotencyKey: randomUUID(), phoneNumberId: id, confirmAddress: address });

describe('a purchase whose answer is lost', () => {
  it('after the sale is found by its marker, named as was asked and linked from the start', async () => {
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const input = inputOf({ label: 'Reception', agentId });
    const { operation } = await misled.purchase(input);
    const done = await until(operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber).toMatchObject({ label: 'Reception', agent: { id: agentId }, acquisition: 'PURCHASED' });
    expect((await misled.purchase(input)).phoneNumber?.address).toBe(done.phoneNumber?.address);
    expect(sold()).toEqual([done.phoneNumber?.address]);
    expect(lineOf(sold()[0] ?? '')).toMatchObject({ label: 'Reception', agentId });
  });

  it('is never made again under its key, and is found however late the list shows it', async () => {
    let show = () => {};
    misled.way.once(vendor, 'purchase', async (exchange) => {
      await exchange.forward();
      show = misled.way.on(vendor, 'list', hides(...sold()));
      exchange.breakOff();
    });
    const input = inputOf();
    const { operation } = await misled.purchase(input);
    const ended = await until(operation?.id, { status: 'FAILED' });
    expect(ended.userErrors).toMatchObject([{ code: 'NUMBER_UNAVAILABLE', retryable: false }]);
    expect((await misled.purchase(input)).operation?.status).toBe('FAILED');
    expect(callTimes('purchase')).toHaveLength(1);

    show();
    await listNumbers(misled.app, { maxAge: 0 });
    const healed = await until(operation?.id, { status: 'SUCCEEDED', withinMs: 3_000 });
    expect([healed.phoneNumber?.address]).toEqual(sold());
  });

  it('before the sale counts as not made after two complete lists, one grace period apart', async () => {
    misled.way.once(vendor, 'purchase', neverArrives);
    const { operation } = await misled.purchase(inputOf());
    const [sentAt = Number.NaN] = callTimes('purchase');
    const graceMs = GRACE_SECONDS * 1_000;
    await until(operation?.id, { status: 'FAILED' });
    const [first = Number.NaN, ...later] = callTimes('list').filter((at) => at > sentAt + graceMs);
    expect(later.map((at) => at - first >= graceMs - 20)).toContain(true);
    expect(sold()).toEqual([]);
  });

  it.each([
    ['is of a number that is masked', (number: string) => number.replace(/\d{4}$/, '****')],
    ['has no number', () => ''],
  ])('and which %s is no success, and is found by its marker', async (_what, mask) => {
    misled.way.once(vendor, 'purchase', async (exchange) => {
      const { status, text } = await exchange.forward();
      const [number = ''] = sold();
      exchange.answer({ status, text: text.replaceAll(number, mask(number)) });
    });
    const { operation } = await misled.purchase(inputOf());
    const found = await until(operation?.id, { status: 'SUCCEEDED' });
    expect([found.phoneNumber?.address]).toEqual(sold());
    expect(found.phoneNumber?.vendorId).toBe(found.phoneNumber?.address);
  });

  it('to one of two that are made at once is told from the other by its marker', async () => {
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const payloads = await Promise.all([misled.purchase(inputOf()), misled.purchase(inputOf())]);
    const all = await Promise.all(
      payloads.map(({ operation }) => until(operation?.id, { status: 'SUCCEEDED', errorCodes: [] })),
    );
    const addresses = all.map(({ phoneNumber }) => phoneNumber?.address);
    expect(addresses.toSorted()).toEqual(sold().toSorted());
    expect(new Set(addresses).size).toBe(2);
  });
});

it('a purchase that is answered with a number that is nobody’s is no success, and is not made again', async () => {
  misled.way.once(
    vendor,
    'purchase',
    replaces(() => sold()[0] ?? '', '+12125530199'),
  );
  const input = inputOf();
  await misled.purchase(input);
  await passGrace();
  expect(await misled.purchase(input)).toMatchObject({ operation: { status: 'PENDING' }, phoneNumber: null });
  expect(sold()).toHaveLength(1);
});

it('a purchase that is answered with the number of another is no success, and is found by its marker', async () => {
  const ours = await misled.purchase(inputOf());
  const address = ours.phoneNumber?.address ?? '';
  misled.way.once(
    vendor,
    'purchase',
    replaces(() => sold().at(-1) ?? address, address),
  );
  const { operation } = await misled.purchase(inputOf());
  const found = await until(operation?.id, { status: 'SUCCEEDED' });
  expect(found.phoneNumber?.address).toBe(sold().at(-1));
  expect(await readNumber(misled.app, ours.phoneNumber?.id ?? '')).toEqual(ours.phoneNumber);
});

describe('a purchase that is refused for want of numbers', () => {
  const NOTHING_LEFT = 'No phone numbers of this area code';

  it('has failed, once the account shows nothing of it', async () => {
    misled.sandbox.control.setStock(0);
    const before = callTimes('list').length;
    const { operation, userErrors } = await misled.purchase(inputOf());
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([
      {
        code: 'NO_MATCHING_NUMBER',
        message: 'Retell has no number left that fits. Nothing was bought.',
        field: ['input', 'areaCode'],
        retryable: false,
        charged: 'NO',
      },
    ]);
    expect(callTimes('list').length).toBeGreaterThan(before);
  });

  it('is ours where something between us has made it twice and bought the last one', async () => {
    misled.sandbox.control.setStock(1);
    misled.way.once(vendor, 'purchase', repeatsIt(404, NOTHING_LEFT));
    const { operation } = await misled.purchase(inputOf());
    const done = await until(operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect([done.phoneNumber?.address]).toEqual(sold());
    expect(statusesOf(done)).not.toContain('FAILED');
  });

  it('stays open where the account cannot be asked, and ends once it can', async () => {
    misled.sandbox.control.setStock(0);
    const heal = misled.way.on(vendor, 'list', (exchange) => exchange.breakOff());
    const { operation } = await misled.purchase(inputOf());
    expect(operation?.status).toBe('PENDING');
    heal();
    await until(operation?.id, { status: 'FAILED', errorCodes: ['NO_MATCHING_NUMBER'] });
  });

  it('in words that may be about something else is as open as if it were not answered', async () => {
    misled.sandbox.control.setStock(1);
    misled.way.once(vendor, 'purchase', repeatsIt(404, 'Cannot find requested asset under given api key.'));
    const { operation } = await misled.purchase(inputOf());
    expect(statusesOf(await readOperation(misled.app, operation?.id ?? ''))).not.toContain('FAILED');
    const done = await until(operation?.id, { status: 'SUCCEEDED' });
    expect([done.phoneNumber?.address]).toEqual(sold());
  });
});

describe('a number that comes back under its own id', () => {
  const only = { areaCode: '307' };
  beforeEach(() => misled.sandbox.control.setStock(1));

  it('is the newer purchase’s, with its label and agent, though its answer was lost', async () => {
    const first = await misled.purchase(inputOf({ ...only, label: 'First', agentId }));
    const { id = '', address = '' } = first.phoneNumber ?? {};
    await release(id, address);
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const { operation } = await misled.purchase(inputOf({ ...only, label: 'Second', agentId: otherAgentId }));
    const done = await until(operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber).toMatchObject({ id, address, label: 'Second', agent: { id: otherAgentId } });
    expect(sold()).toEqual([address, address]);
  });

  it('is not taken for the older purchase’s, whose answer was lost before it was given back', async () => {
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const show = misled.way.on(vendor, 'list', hides('+1307'));
    const lost = await misled.purchase(inputOf(only));
    // In the dashboard.
    misled.sandbox.control.removeNumber(vendor, sold()[0] ?? '');
    const again = await misled.purchase(inputOf({ ...only, label: 'Second' }));
    show();
    expect(again.phoneNumber).toMatchObject({ address: sold()[0], label: 'Second' });
    await until(lost.operation?.id, { status: 'FAILED' });
    expect(await readNumber(misled.app, again.phoneNumber?.id ?? '')).toMatchObject({ label: 'Second' });
  });

  it('is not shown as released by a release that was answered after it was bought again', async () => {
    const { phoneNumber } = await misled.purchase(inputOf({ ...only, label: 'First' }));
    const { id = '', address = '' } = phoneNumber ?? {};
    const again = Promise.withResolvers<string | undefined>();
    misled.way.once(vendor, 'release', async (exchange) => {
      const answer = await exchange.forward();
      again.resolve(misled.purchase(inputOf(only)).then(({ operation }) => operation?.id));
      // Its marker is taken away once the release has ended.
      await expect.poll(async () => (await readNumber(misled.app, id))?.label, { timeout: 6_000 }).toBeNull();
      exchange.answer(answer);
    });
    expect((await release(id, address)).operation?.status).toBe('SUCCEEDED');
    expect((await until(await again.promise, { status: 'SUCCEEDED' })).phoneNumber?.address).toBe(address);
    expect(await readNumber(misled.app, id)).toMatchObject({ address, status: 'ACTIVE' });
  });
});
