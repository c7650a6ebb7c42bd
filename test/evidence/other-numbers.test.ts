import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replaces } from '../support/misleading/lies.ts';
import { type MisledApp, startMisledApp, statusesOf } from '../support/misleading/misled-app.ts';
import { mutate, readNumber, readOperation, untilOperation } from '../support/mutations.ts';
import { listNumbers } from '../support/numbers.ts';
import { freeAreaCode, purchaseInput, soldIn } from '../support/purchases.ts';
import { listed, unlisted, vendorOf, vendorsWith } from '../support/vendors.ts';

let misled: MisledApp;
beforeAll(async () => {
  misled = await startMisledApp();
});
afterAll(() => misled.stop());

const isOpen = [{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }];
const idAt = (vendor: string, number: string) => {
  const { control } = misled.sandbox;
  return control.numbers(vendor).find((held) => held.number === number)?.id ?? '';
};

describe.each(vendorsWith('SEARCH'))('a purchase that %s answers', (vendor) => {
  // The answer to an order is not believed of the number: that is read when the order is complete.
  const isReadBack = vendorOf(vendor).sellsByOrder;

  it('with another number than the one it sold is no success', async () => {
    const areaCode = freeAreaCode();
    const number = vendorOf(vendor).stockNumber(areaCode);
    const named = vendorOf(vendor).stockNumber(areaCode, 9);
    misled.way.once(vendor, 'purchase', replaces(number, named));
    const { operation, phoneNumber, userErrors } = await misled.purchase(purchaseInput(vendor, { areaCode }));
    if (isReadBack) return expect([phoneNumber?.address, ...soldIn(misled, areaCode)]).toEqual([number, number]);
    expect(phoneNumber).toBeNull();
    expect(operation?.status).toBe('PENDING');
    expect(userErrors).toMatchObject(isOpen);
    // Else a purchase that asked for the other one would take this for its own.
    const { edges } = await listNumbers(misled.app, { filter: { startsWith: named } });
    expect(edges).toEqual([]);
    if (vendor !== listed.name) return;
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(found.phoneNumber?.address).toBe(number);
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });

  it('by selling another number than it was asked for is no success; that number is shown, and is not its own', async () => {
    const areaCode = freeAreaCode();
    const number = vendorOf(vendor).stockNumber(areaCode);
    const other = vendorOf(vendor).stockNumber(areaCode, 3);
    misled.way.once(vendor, 'purchase', async (exchange) =>
      // The digits alone: a form writes the plus sign in another way.
      exchange.answer(await exchange.forward(exchange.body.replaceAll(number.slice(1), other.slice(1)))),
    );
    const { operation, userErrors } = await misled.purchase(purchaseInput(vendor, { areaCode }));
    expect(userErrors).toMatchObject(isOpen);
    const { edges } = await listNumbers(misled.app, { maxAge: 0, filter: { startsWith: other } });
    expect(edges.map(({ node }) => node.address)).toEqual([other]);
    const shown = await readNumber(misled.app, edges[0]?.node.id ?? '');
    expect(shown?.acquisition).not.toBe('PURCHASED');
    const looked = await readOperation(misled.app, operation?.id ?? '');
    expect(statusesOf(looked)).not.toContain('SUCCEEDED');
    expect(looked?.phoneNumber).toBeNull();
    expect(soldIn(misled, areaCode)).toEqual([other]);
  });

  it('with the id of another number of ours is no success, and leaves that number as it is', async () => {
    const ours = await misled.purchase(purchaseInput(vendor));
    const areaCode = freeAreaCode();
    const number = vendorOf(vendor).stockNumber(areaCode);
    const takenId = ours.phoneNumber?.vendorId ?? '';
    misled.way.once(
      vendor,
      'purchase',
      replaces(() => idAt(vendor, number), takenId),
    );
    const { operation, phoneNumber, userErrors } = await misled.purchase(purchaseInput(vendor, { areaCode }));
    if (isReadBack) return expect([phoneNumber?.address, ...soldIn(misled, areaCode)]).toEqual([number, number]);
    expect(phoneNumber).toBeNull();
    expect(userErrors).toMatchObject(isOpen);
    expect(await readNumber(misled.app, ours.phoneNumber?.id ?? '')).toEqual(ours.phoneNumber);
    if (vendor !== listed.name) return;
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(found.phoneNumber).toMatchObject({ address: number, vendorId: idAt(vendor, number) });
  });
});

it('a purchase answered with the id of another number that has gone is no success', async () => {
  const vendor = listed.name;
  const ours = await misled.purchase(purchaseInput(vendor));
  const { id: phoneNumberId = '', vendorId: goneId = '', address: confirmAddress } = ours.phoneNumber ?? {};
  await mutate(misled.app, 'releaseNumber', { idempotencyKey: randomUUID(), phoneNumberId, confirmAddress });
  const areaCode = freeAreaCode();
  const number = vendorOf(vendor).stockNumber(areaCode);
  misled.way.once(
    vendor,
    'purchase',
    replaces(() => idAt(vendor, number), goneId),
  );
  const { phoneNumber, userErrors } = await misled.purchase(purchaseInput(vendor, { areaCode }));
  expect(phoneNumber).toBeNull();
  expect(userErrors).toMatchObject(isOpen);
  expect(await readNumber(misled.app, phoneNumberId)).toMatchObject({ address: confirmAddress, status: 'RELEASED' });
});

it('a purchase answered with the id that another answer named before is no success', async () => {
  const vendor = unlisted.name;
  const areaCode = freeAreaCode();
  const [first = '', second = ''] = [0, 1].map((nth) => unlisted.stockNumber(areaCode, nth));
  misled.way.once(vendor, 'purchase', replaces(first, second));
  expect((await misled.purchase(purchaseInput(vendor, { number: first }))).userErrors).toMatchObject(isOpen);
  misled.way.once(
    vendor,
    'purchase',
    replaces(() => idAt(vendor, second), idAt(vendor, first)),
  );
  const { phoneNumber, userErrors } = await misled.purchase(purchaseInput(vendor, { number: second }));
  expect(phoneNumber).toBeNull();
  expect(userErrors).toMatchObject(isOpen);
});
