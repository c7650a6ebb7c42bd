import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { telnyx } from '../../../src/vendors/telnyx/index.ts';
import { hides, losesItsAnswer, neverArrives, repeatsIt, replaces } from '../../support/misleading/lies.ts';
import { type MisledApp, passGrace, startMisledApp, statusesOf } from '../../support/misleading/misled-app.ts';
import { mutate, readOperation, untilOperation } from '../../support/mutations.ts';
import { linesOf, listNumbers } from '../../support/numbers.ts';
import { purchaseInput } from '../../support/purchases.ts';
import { createClient } from '../../support/sandbox-client.ts';

const vendor = telnyx.name;

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp({ vendorTimeoutMs: 5_000 });
  // The sync of the start must not see what is bought.
  await listNumbers(misled.app, { maxAge: 0 });
});
afterEach(() => misled.stop());

const sold = () => misled.sandbox.control.sales().map(({ number }) => number);
const ordered = () => misled.way.calls(vendor, 'purchase');
const orderThat = (kind: 'order-stays' | 'order-fails') =>
  misled.sandbox.control.addFault({ vendor, operation: 'purchase', kind, times: 1 });
/** Lets orders be pending, and their numbers not be listed, until the function that comes back is called. */
function holdOrders(): () => void {
  const settle = [
    misled.way.on(vendor, 'list', hides('pns-')),
    misled.way.on(vendor, 'order', replaces('"status":"success"', '"status":"pending"')),
  ];
  return () => {
    for (const each of settle) each();
  };
}
const read = async (id: string | undefined) => statusesOf(await readOperation(misled.app, id ?? ''));

describe('a purchase that is an order', () => {
  it('whose answer is lost is found in the account, and ordered once', async () => {
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const { operation } = await misled.purchase(purchaseInput(vendor, { label: 'Front desk' }));
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect([found.phoneNumber?.address]).toEqual(sold());
    expect(found.phoneNumber?.label).toBe('Front desk');
    expect(ordered()).toHaveLength(1);
  });

  it('is found though its number does not take over the reference of the order', async () => {
    misled.way.on(vendor, 'list', async (exchange) => {
      const { status, text } = await exchange.forward();
      exchange.answer({ status, text: text.replaceAll(/"pns-[\da-f]+"/g, 'null') });
    });
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const { operation } = await misled.purchase(purchaseInput(vendor));
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect([found.phoneNumber?.address]).toEqual(sold());
  });

  it('that never arrived has failed, and a repeat of its key orders the same number', async () => {
    misled.way.once(vendor, 'purchase', neverArrives);
    const input = purchaseInput(vendor);
    const { operation } = await misled.purchase(input);
    await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    expect(sold()).toEqual([]);
    const again = await misled.purchase(input);
    expect(again.operation?.status).toBe('SUCCEEDED');
    const [first, second] = ordered().map(({ body }) => body);
    expect(second).toBe(first);
    expect(sold()).toHaveLength(1);
  });

  it('stays open while its order is pending, whatever complete lists show, and is not ordered again', async () => {
    const settle = holdOrders();
    const input = purchaseInput(vendor);
    const { operation, userErrors } = await misled.purchase(input);
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN', retryable: true }]);
    for (let looks = 0; looks < 3; looks += 1) {
      await passGrace();
      expect((await misled.purchase(input)).operation).toMatchObject({ id: operation?.id, status: 'PENDING' });
    }
    expect(ordered()).toHaveLength(1);
    settle();
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect([found.phoneNumber?.address]).toEqual(sold());
    expect(statusesOf(found)).toEqual(['PENDING', 'SUCCEEDED']);
  });

  it('is not bought as long as the list says that it is on order', async () => {
    const onOrder = [
      misled.way.on(vendor, 'list', replaces('"status":"active"', '"status":"purchase-pending"')),
      misled.way.on(vendor, 'order', replaces('"status":"success"', '"status":"pending"')),
    ];
    const { operation } = await misled.purchase(purchaseInput(vendor));
    await passGrace();
    await passGrace();
    expect(await read(operation?.id)).toEqual(['PENDING']);
    for (const settle of onOrder) settle();
    await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(ordered()).toHaveLength(1);
  });

  it('that failed has not happened, and is told after the grace period', async () => {
    orderThat('order-fails');
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const input = purchaseInput(vendor);
    const { operation } = await misled.purchase(input);
    const failed = await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    expect(failed.userErrors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', charged: 'NO', retryable: true }]);
    expect(failed.userErrors[0]?.message).toMatch(/could not complete its order of \+1\d+, so nothing was bought/);
    const again = await misled.purchase(input);
    expect([again.phoneNumber?.address]).toEqual(sold());
    const [first, second] = ordered().map(({ body }) => body);
    expect(second).toBe(first);
  });

  it('of which two calls are in doubt has not failed as long as one failed order alone is shown', async () => {
    orderThat('order-fails');
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const input = purchaseInput(vendor);
    const { operation } = await misled.purchase(input);
    await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    const settle = holdOrders();
    const show = misled.way.on(vendor, 'order', hides('"status":"success"'));
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    await misled.purchase(input);
    const seen = () => linesOf(misled.app).map(({ evidence }) => evidence);
    await expect.poll(seen, { timeout: 20_000 }).toContain('not-seen-once');
    expect(seen().filter((evidence) => evidence === 'order-failed')).toHaveLength(1);
    show();
    settle();
    await listNumbers(misled.app, { maxAge: 0 });
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect([found.phoneNumber?.address]).toEqual(sold());
  });

  it('that fails at once is followed by one of the next number that a search shows', async () => {
    orderThat('order-fails');
    const { operation, phoneNumber } = await misled.purchase(purchaseInput(vendor));
    expect(operation?.status).toBe('SUCCEEDED');
    expect(sold()).toEqual([phoneNumber?.address]);
    expect(new Set(ordered().map(({ body }) => body)).size).toBe(2);
  });

  it('of an exact number that fails at once is open until that is certain', async () => {
    orderThat('order-fails');
    const number = '+14155520177';
    const { operation } = await misled.purchase(purchaseInput(vendor, { number }));
    expect(operation?.status).toBe('PENDING');
    await untilOperation(misled.app, operation?.id, { status: 'FAILED', errorCodes: ['NUMBER_UNAVAILABLE'] });
    expect(sold()).toEqual([]);
  });

  it('that was repeated on its way, and refused then, leads to no other number while the first copy is pending', async () => {
    const settle = holdOrders();
    misled.way.once(vendor, 'purchase', repeatsIt(422, 'This number is no longer available'));
    const { operation } = await misled.purchase(purchaseInput(vendor));
    expect(operation?.status).toBe('PENDING');
    await passGrace();
    expect(ordered()).toHaveLength(1);
    settle();
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect([found.phoneNumber?.address]).toEqual(sold());
  });

  it('that had failed, and whose order shows late, is open again and not ordered again', async () => {
    const settle = holdOrders();
    const show = misled.way.on(vendor, 'order', hides('pns-'));
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const input = purchaseInput(vendor);
    const { operation } = await misled.purchase(input);
    await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    show();
    const again = await misled.purchase(input);
    expect(again.operation).toMatchObject({ id: operation?.id, status: 'PENDING' });
    expect(again.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
    await passGrace();
    expect((await misled.purchase(input)).operation?.status).toBe('PENDING');
    expect(ordered()).toHaveLength(1);
    settle();
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect([found.phoneNumber?.address]).toEqual(sold());
  });
});

describe('a purchase whose order waits for people', () => {
  beforeEach(() => misled.app.restart({ recoveryPatienceSeconds: 3 }));

  it('asks a person after a day, in words that say for what, and goes on looking', async () => {
    orderThat('order-stays');
    const input = purchaseInput(vendor);
    const { operation } = await misled.purchase(input);
    const waiting = await untilOperation(misled.app, operation?.id, { status: 'NEEDS_ATTENTION' });
    const [{ message = '' } = {}] = waiting.userErrors;
    expect(message).toMatch(
      /has not completed its order of \+1\d+: it waits for what the rules of the country ask for/,
    );
    expect(message).toContain('(address)');
    expect((await misled.purchase(input)).operation?.status).toBe('NEEDS_ATTENTION');
    expect(ordered()).toHaveLength(1);

    // Somebody gives the order up in the portal.
    const call = createClient(misled.sandbox.urlOf(vendor));
    const [part] = Object(Object(await call('GET', '/sub_number_orders')).body).data;
    await call('PATCH', `/sub_number_orders/${part.id}/cancel`);
    await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    expect(sold()).toEqual([]);
  });

  it('is not given to another key by what a person wrongly said: the marker tells whose it is', async () => {
    const show = misled.way.on(vendor, 'list', hides('pns-'));
    const number = '+14155520188';
    const { operation } = await misled.purchase(purchaseInput(vendor, { number }));
    await untilOperation(misled.app, operation?.id, { status: 'NEEDS_ATTENTION' });
    const said = { operationId: operation?.id, failed: true, note: 'It is not in the portal.' };
    await mutate(misled.app, 'settleNumberOperation', said);
    const other = purchaseInput(vendor, { number });
    expect((await misled.purchase(other)).operation?.status).toBe('PENDING');
    show();
    await expect
      .poll(async () => (await misled.purchase(other)).userErrors.map(({ code }) => code), { timeout: 20_000 })
      .toEqual(['NUMBER_UNAVAILABLE']);
    await listNumbers(misled.app, { maxAge: 0 });
    const healed = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(healed.phoneNumber?.address).toBe(number);
    expect(sold()).toEqual([number]);
  });
});
