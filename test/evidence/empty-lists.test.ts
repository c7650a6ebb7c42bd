import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { losesItsAnswer, showsNothing } from '../support/misleading/lies.ts';
import { GRACE_SECONDS, type MisledApp, startMisledApp, statusesOf } from '../support/misleading/misled-app.ts';
import { mutate, readOperation, untilOperation } from '../support/mutations.ts';
import { emptyAccounts, listNumbers } from '../support/numbers.ts';
import { freeAreaCode, purchaseInput, soldIn } from '../support/purchases.ts';
import { listed } from '../support/vendors.ts';

const vendor = listed.name;

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp();
});
afterEach(() => misled.stop());

const ofVendor = { maxAge: 0, filter: { vendors: [vendor], statuses: ['ACTIVE', 'RELEASED'] } };

describe('an empty list of an account that is known to hold numbers', () => {
  it('is an outage, and releases nothing', async () => {
    const before = await listNumbers(misled.app, ofVendor);
    expect(before.edges.length).toBeGreaterThan(1);
    const show = misled.way.on(vendor, 'list', showsNothing);
    await sleep(600);
    const after = await listNumbers(misled.app, ofVendor);
    expect(after.edges.map(({ node }) => [node.address, node.status])).toEqual(
      before.edges.map(({ node }) => [node.address, node.status]),
    );
    expect(after.outages.map((outage) => outage.vendor)).toEqual([vendor]);
    show();
    await sleep(600);
    expect((await listNumbers(misled.app, ofVendor)).outages).toEqual([]);
  });

  it('says nothing about an open purchase', async () => {
    await listNumbers(misled.app, ofVendor);
    const areaCode = freeAreaCode();
    const input = purchaseInput(vendor, { areaCode });
    const show = misled.way.on(vendor, 'list', showsNothing);
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const { operation } = await misled.purchase(input);
    await sleep(5 * GRACE_SECONDS * 1_000);
    expect(statusesOf(await readOperation(misled.app, operation?.id ?? ''))).not.toContain('FAILED');
    show();
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(soldIn(misled, areaCode)).toEqual([found.phoneNumber?.address]);
  });
});

it('an account may be empty whose last number this service gave back', async () => {
  emptyAccounts(misled);
  await misled.app.restart();
  const { phoneNumber } = await misled.purchase(purchaseInput(vendor));
  const released = await mutate(misled.app, 'releaseNumber', {
    idempotencyKey: 'gives-the-last-one-back',
    phoneNumberId: phoneNumber?.id ?? '',
    confirmAddress: phoneNumber?.address ?? '',
  });
  expect(released.userErrors).toEqual([]);
  await sleep(600);
  expect((await listNumbers(misled.app, ofVendor)).outages).toEqual([]);
});
