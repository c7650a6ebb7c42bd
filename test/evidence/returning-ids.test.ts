import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hides, neverArrives, refuses } from '../support/misleading/lies.ts';
import { type MisledApp, passGrace, startMisledApp, statusesOf } from '../support/misleading/misled-app.ts';
import type { Reply } from '../support/misleading/way.ts';
import { mutate, untilOperation } from '../support/mutations.ts';
import { listNumbers } from '../support/numbers.ts';
import { freeAreaCode, purchaseInput, soldIn } from '../support/purchases.ts';
import { listed } from '../support/vendors.ts';

const vendor = listed.name;

let misled: MisledApp;
let number: string;
let areaCode: string;
beforeEach(async () => {
  misled = await startMisledApp();
  areaCode = freeAreaCode();
  number = listed.stockNumber(areaCode);
});
afterEach(() => misled.stop());

const heldId = () => misled.sandbox.control.numbers(vendor).find((held) => held.number === number)?.id;

/** The vendor gives the number the id that it had before, whatever the fake calls it by now. */
function bringBackTheId(id: string): void {
  const asBefore = ({ status, text }: Reply): Reply => ({ status, text: text.replaceAll(heldId() ?? id, id) });
  misled.way.on(vendor, 'list', async (exchange) => exchange.answer(asBefore(await exchange.forward())));
}

const releases = {
  'given back by this service': async (phoneNumberId: string) => {
    const input = { idempotencyKey: randomUUID(), phoneNumberId, confirmAddress: number };
    expect((await mutate(misled.app, 'releaseNumber', input)).userErrors).toEqual([]);
  },
  'given back in the dashboard': async () => {
    await listNumbers(misled.app, { maxAge: 0 });
    misled.sandbox.control.removeNumber(vendor, heldId() ?? '');
    // Long enough after it was bought for the list to be believed, which a reader has seen.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await listNumbers(misled.app, { maxAge: 0 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await listNumbers(misled.app, { maxAge: 0 });
  },
};

describe.each(Object.entries(releases))('a number %s, and bought again', (_how, release) => {
  it('is found if the answer is lost, although it has the id that it had before', async () => {
    const first = await misled.purchase(purchaseInput(vendor, { number }));
    const { id = '', vendorId = '' } = first.phoneNumber ?? {};
    await release(id);

    bringBackTheId(vendorId);
    misled.way.once(vendor, 'purchase', async (exchange) => {
      await exchange.forward();
      exchange.breakOff();
    });
    const { operation } = await misled.purchase(purchaseInput(vendor, { number }));
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(found.phoneNumber).toMatchObject({ address: number, vendorId, status: 'ACTIVE', acquisition: 'PURCHASED' });
    expect(statusesOf(found)).not.toContain('FAILED');
    expect(soldIn(misled, areaCode)).toEqual([number, number]);
  });
});

describe('a number that no list has ever shown, and that is in the account again under its id,', () => {
  it('is not taken for what came of a call that lost its answer, nor is that said to have failed', async () => {
    const first = await misled.purchase(purchaseInput(vendor, { number }));
    const { id = '', vendorId = '' } = first.phoneNumber ?? {};
    misled.sandbox.control.addNumber({ vendor, number: '+12125559998' });
    const hide = [
      misled.way.on(vendor, 'list', hides(number)),
      misled.way.on(vendor, 'get', refuses(404, 'No such line')),
    ];
    await passGrace();
    await listNumbers(misled.app, { maxAge: 0 });
    misled.way.once(vendor, 'purchase', neverArrives);
    const { operation } = await misled.purchase(purchaseInput(vendor, { number }));
    expect(operation?.status).toBe('PENDING');
    for (const show of hide) show();
    await passGrace();
    await listNumbers(misled.app, { maxAge: 0 });
    await passGrace();
    const { data } = await misled.app.graphql(
      `query ($operation: ID!, $number: ID!) {
        numberOperation(id: $operation) { status phoneNumber { __typename } }
        phoneNumber(id: $number) { ... on PstnNumber { vendorId status } }
      }`,
      { operation: operation?.id, number: id },
    );
    expect(data).toEqual({
      numberOperation: { status: 'PENDING', phoneNumber: null },
      phoneNumber: { vendorId, status: 'ACTIVE' },
    });
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });
});

describe('a number whose release nobody answered, and that the vendor hid until it counted as released,', () => {
  it('is not given to another key, whose purchase of it was refused', async () => {
    const first = await misled.purchase(purchaseInput(vendor, { number }));
    const { id: phoneNumberId = '' } = first.phoneNumber ?? {};
    const hide = [
      misled.way.on(vendor, 'list', hides(number)),
      misled.way.on(vendor, 'get', refuses(404, 'No such line')),
    ];
    misled.way.once(vendor, 'release', neverArrives);
    const release = { idempotencyKey: randomUUID(), phoneNumberId, confirmAddress: number };
    const released = await mutate(misled.app, 'releaseNumber', release);
    await untilOperation(misled.app, released.operation?.id, { status: 'SUCCEEDED' });

    misled.way.once(vendor, 'purchase', refuses(409, 'You already own this number'));
    const { operation } = await misled.purchase(purchaseInput(vendor, { number }));
    expect(operation?.status).toBe('PENDING');
    for (const show of hide) show();
    await passGrace();
    await listNumbers(misled.app, { maxAge: 0 });
    await passGrace();
    const { data } = await misled.app.graphql(
      `query ($first: ID!, $second: ID!) {
        first: numberOperation(id: $first) { phoneNumber { ... on PstnNumber { address } } }
        second: numberOperation(id: $second) { status phoneNumber { __typename } }
      }`,
      { first: first.operation?.id, second: operation?.id },
    );
    expect(data).toEqual({
      first: { phoneNumber: { address: number } },
      second: { status: 'PENDING', phoneNumber: null },
    });
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });
});
