import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hides, losesItsAnswer, refuses, repeatsIt } from '../support/misleading/lies.ts';
import { type MisledApp, startMisledApp, statusesOf } from '../support/misleading/misled-app.ts';
import { readOperation, untilOperation } from '../support/mutations.ts';
import { listNumbers } from '../support/numbers.ts';
import { freeAreaCode, purchaseInput, soldIn } from '../support/purchases.ts';
import { listed, unlisted } from '../support/vendors.ts';

let misled: MisledApp;
beforeAll(async () => {
  misled = await startMisledApp();
});
afterAll(() => misled.stop());

const wordings = [
  [409, 'number already purchased'],
  [409, 'Phone number already in use'],
  [409, 'You already own this number'],
  [400, 'You already own this number'],
  [409, 'Another purchase is in progress'],
] as const;

describe('a number that was sold, where something on the way repeats the call and the vendor answers', () => {
  it.each(wordings)('%i "%s", is found, and no other is bought, where the vendor has a list', async (status, words) => {
    const areaCode = freeAreaCode();
    const number = listed.stockNumber(areaCode);
    misled.way.once(listed.name, 'purchase', repeatsIt(status, words));
    const { operation } = await misled.purchase(purchaseInput(listed.name, { areaCode }));
    const done = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(done.phoneNumber?.address).toBe(number);
    expect(statusesOf(done)).not.toContain('FAILED');
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });

  it.each(wordings)('%i "%s", is never given up for another, where it has none', async (status, words) => {
    const areaCode = freeAreaCode();
    const number = unlisted.stockNumber(areaCode);
    misled.way.once(unlisted.name, 'purchase', repeatsIt(status, words));
    const { operation, userErrors } = await misled.purchase(purchaseInput(unlisted.name, { areaCode }));
    expect(soldIn(misled, areaCode)).toEqual([number]);
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
    expect(statusesOf(await readOperation(misled.app, operation?.id ?? ''))).not.toContain('FAILED');
  });
});

it('a number that is said to be no longer available is looked for in the account before another is chosen', async () => {
  const areaCode = freeAreaCode();
  const number = listed.stockNumber(areaCode);
  misled.way.once(listed.name, 'purchase', repeatsIt(409, 'This number is no longer available'));
  const { operation } = await misled.purchase(purchaseInput(listed.name, { areaCode }));
  const done = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
  expect(done.phoneNumber?.address).toBe(number);
  expect(soldIn(misled, areaCode)).toEqual([number]);
});

it('a number that was refused to one key, and that another is asking for, is that other one’s', async () => {
  const app = await startMisledApp({ recoveryIntervalSeconds: 600 });
  onTestFinished(() => app.stop());
  const areaCode = freeAreaCode();
  const number = listed.stockNumber(areaCode);
  // Refused this number, the first key goes on with another one, and hears nothing of that.
  app.way.once(listed.name, 'purchase', losesItsAnswer);
  app.way.once(listed.name, 'purchase', refuses(409, 'This number is no longer available'));
  const input = purchaseInput(listed.name, { areaCode });
  const first = await app.purchase(input);
  expect(first.operation?.status).toBe('PENDING');
  const later = app.way.on(listed.name, 'list', hides(...soldIn(app, areaCode)));

  app.way.once(listed.name, 'purchase', losesItsAnswer);
  const other = purchaseInput(listed.name, { number });
  expect((await app.purchase(other)).operation?.status).toBe('PENDING');
  await listNumbers(app.app, { maxAge: 0 });
  expect((await app.purchase(input)).phoneNumber).toBeNull();
  expect((await app.purchase(other)).phoneNumber?.address).toBe(number);
  later();
  const ended = await app.purchase(input);
  expect(ended.phoneNumber?.address).toBe(soldIn(app, areaCode).find((each) => each !== number));
});
