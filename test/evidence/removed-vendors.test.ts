import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { losesItsAnswer } from '../support/misleading/lies.ts';
import { type MisledApp, startMisledApp } from '../support/misleading/misled-app.ts';
import { mutate, readOperation, untilOperation } from '../support/mutations.ts';
import { linesOf } from '../support/numbers.ts';
import { freeAreaCode, purchaseInput, soldIn } from '../support/purchases.ts';
import { listed, unlisted } from '../support/vendors.ts';

const vendor = unlisted.name;

let misled: MisledApp;
let areaCode: string;
let operationId: string;
/** A purchase is open, and there is no API key of its vendor any more. */
beforeEach(async () => {
  misled = await startMisledApp({ recoveryPatienceSeconds: 2 });
  areaCode = freeAreaCode();
  misled.way.once(vendor, 'purchase', losesItsAnswer);
  const { operation } = await misled.purchase(purchaseInput(vendor, { areaCode }));
  operationId = operation?.id ?? '';
  const { [listed.name]: left } = misled.accounts();
  await misled.app.restart({ accounts: { [listed.name]: left } });
});
afterEach(() => misled.stop());

it('an operation of a vendor whose key was taken away is left to a person, who hears of it', async () => {
  expect((await readOperation(misled.app, operationId))?.status).toBe('PENDING');
  const open = await untilOperation(misled.app, operationId, { status: 'NEEDS_ATTENTION' });
  expect(open.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
  expect(open.userErrors[0]?.message).toContain(soldIn(misled, areaCode)[0]);
  const calls = linesOf(misled.app).filter(({ msg }) => msg === 'an operation needs a person');
  expect(calls).toMatchObject([{ level: 'warn', operationId }]);
  await sleep(1_000);
  expect((await readOperation(misled.app, operationId))?.history).toEqual(open.history);
});

it('and can be settled as failed by one, but not with a number that nobody can read', async () => {
  await untilOperation(misled.app, operationId, { status: 'NEEDS_ATTENTION' });
  const settle = (how: object) =>
    vi.waitFor(async () => {
      const payload = await mutate(misled.app, 'settleNumberOperation', { operationId, note: 'Looked.', ...how });
      // Reconciliation may be looking at it at this moment.
      expect(payload.userErrors.filter(({ code }) => code === 'OUTCOME_UNKNOWN')).toEqual([]);
      return payload;
    }, 5_000);
  const [sold] = misled.sandbox.control.numbers(vendor).slice(-1);
  expect((await settle({ vendorId: sold?.id })).userErrors).toHaveLength(1);
  const settled = await settle({ failed: true });
  expect(settled).toMatchObject({ userErrors: [], operation: { status: 'FAILED' } });
});
