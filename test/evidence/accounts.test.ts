import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hides, losesItsAnswer, neverArrives, showsOnly } from '../support/misleading/lies.ts';
import { GRACE_SECONDS, type MisledApp, startMisledApp, statusesOf } from '../support/misleading/misled-app.ts';
import type { Lie } from '../support/misleading/way.ts';
import { readOperation, untilOperation } from '../support/mutations.ts';
import { listNumbers } from '../support/numbers.ts';
import { freeAreaCode, purchaseInput, soldIn } from '../support/purchases.ts';
import { listed, unlisted } from '../support/vendors.ts';

const vendor = listed.name;
const OTHER_KEY = 'key-of-the-other';
/** The only number of another workspace. */
const THEIR_NUMBER = '+12125559999';

let misled: MisledApp;
let areaCode: string;
let number: string;
let input: Record<string, unknown>;
beforeEach(async () => {
  misled = await startMisledApp();
  areaCode = freeAreaCode();
  number = listed.stockNumber(areaCode);
  input = purchaseInput(vendor, { areaCode });
  await listNumbers(misled.app, { maxAge: 0 });
});
afterEach(() => misled.stop());

/** Long enough for two complete lists, one grace period apart, to have been read. */
const letTwoListsPass = () => sleep(6 * GRACE_SECONDS * 1_000);

describe('restarted with the key of another workspace, while a purchase is open,', () => {
  it('the service concludes nothing from its list, and sells nothing twice; with the first key it goes on', async () => {
    misled.sandbox.control.addNumber({ vendor, number: THEIR_NUMBER });
    const ofTheirs: Lie = async (exchange) => {
      const isTheirs = exchange.carries(OTHER_KEY);
      await (isTheirs ? showsOnly(THEIR_NUMBER)(exchange) : exchange.answer(await exchange.forward()));
    };
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    // Nobody has looked before the other key is there.
    misled.way.on(vendor, 'list', hides(number));
    const { operation } = await misled.purchase(input);
    misled.way.on(vendor, 'list', ofTheirs);
    await misled.app.restart({ accounts: misled.accounts(OTHER_KEY) });
    await letTwoListsPass();
    expect(statusesOf(await readOperation(misled.app, operation?.id ?? ''))).not.toContain('FAILED');

    const repeated = await misled.purchase(input);
    expect(repeated.operation?.status).not.toBe('FAILED');
    expect(soldIn(misled, areaCode)).toEqual([number]);

    await misled.app.restart({ accounts: misled.accounts() });
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(found.phoneNumber?.address).toBe(number);
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });
});

describe('restarted with a new key of the same workspace, while a purchase is open,', () => {
  it('the service finds what was bought', async () => {
    misled.way.once(vendor, 'purchase', losesItsAnswer);
    const show = misled.way.on(vendor, 'list', hides(number));
    const { operation } = await misled.purchase(input);
    await misled.app.restart({ accounts: misled.accounts(OTHER_KEY) });
    show();
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(found.phoneNumber?.address).toBe(number);
  });

  it('it sees that nothing was bought, and the key buys its number', async () => {
    misled.way.once(vendor, 'purchase', neverArrives);
    const { operation } = await misled.purchase(input);
    await misled.app.restart({ accounts: misled.accounts(OTHER_KEY) });
    await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    const { phoneNumber } = await misled.purchase(input);
    expect(phoneNumber?.address).toBe(number);
    expect(soldIn(misled, areaCode)).toEqual([number]);
  });

  it('a vendor without a list is asked for a number that was bought here, though nobody has read it since', async () => {
    const bought = await misled.purchase(purchaseInput(unlisted.name));
    misled.way.once(unlisted.name, 'purchase', losesItsAnswer);
    await misled.purchase(purchaseInput(unlisted.name));
    await misled.app.restart({ accounts: misled.accounts(OTHER_KEY) });
    const next = await misled.purchase(purchaseInput(unlisted.name));
    expect(bought.operation?.status).toBe('SUCCEEDED');
    expect(next.operation?.status).toBe('SUCCEEDED');
  });
});
