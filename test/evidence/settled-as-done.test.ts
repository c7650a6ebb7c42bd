import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { losesItsAnswer, neverArrives } from '../support/misleading/lies.ts';
import { type MisledApp, startMisledApp } from '../support/misleading/misled-app.ts';
import { fieldsOf, mutate, readNumber, untilOperation } from '../support/mutations.ts';
import { purchaseInput } from '../support/purchases.ts';
import { listed, unlisted } from '../support/vendors.ts';

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp({ recoveryPatienceSeconds: 2 });
});
afterEach(() => misled.stop());

/** Takes the vendor's key away until a person is asked. */
async function waitForAPerson(operationId: string | undefined, vendor: string = unlisted.name): Promise<void> {
  const { [vendor]: _taken, ...left } = misled.accounts();
  await misled.app.restart({ accounts: left });
  await untilOperation(misled.app, operationId, { status: 'NEEDS_ATTENTION' });
}

/** Reconciliation may be looking at it at this moment. */
const settle = (operationId: string | undefined, how: object) =>
  vi.waitFor(async () => {
    const payload = await mutate(misled.app, 'settleNumberOperation', { operationId, note: 'Looked.', ...how });
    expect(payload.userErrors.filter(({ code }) => code === 'OUTCOME_UNKNOWN')).toEqual([]);
    return payload;
  }, 5_000);

describe('a person who says that it was done', () => {
  it('ends a release, whose number is shown as released, and may say so twice', async () => {
    const vendor = listed.name;
    const { phoneNumber } = await misled.purchase(purchaseInput(vendor));
    const { id: phoneNumberId = '', address: confirmAddress } = phoneNumber ?? {};
    misled.way.once(vendor, 'release', losesItsAnswer);
    const input = { idempotencyKey: randomUUID(), phoneNumberId, confirmAddress };
    const { operation } = await mutate(misled.app, 'releaseNumber', input);
    await waitForAPerson(operation?.id, vendor);
    const settled = await settle(operation?.id, { done: true });
    expect(settled).toMatchObject({ userErrors: [], operation: { status: 'SUCCEEDED' } });
    expect((await readNumber(misled.app, phoneNumberId))?.status).toBe('RELEASED');
    expect((await settle(operation?.id, { done: true })).userErrors).toEqual([]);
    expect(settled.operation?.history.at(-1)?.note).toMatch(/^Settled by .*: Looked\.$/);
  });

  it('is not believed where the vendor shows that it was not', async () => {
    const vendor = unlisted.name;
    const { phoneNumber } = await misled.purchase(purchaseInput(vendor));
    misled.way.once(vendor, 'update', neverArrives);
    const agentId = unlisted.agents.second;
    const { operation } = await mutate(misled.app, 'linkNumberToAgent', { phoneNumberId: phoneNumber?.id, agentId });
    await waitForAPerson(operation?.id);
    await misled.app.restart({ accounts: misled.accounts(), recoveryIntervalSeconds: 600 });
    const refused = await settle(operation?.id, { done: true });
    expect(refused).toMatchObject({ userErrors: [{ code: 'INVALID_INPUT' }] });
    expect(fieldsOf(refused)).toEqual(['done']);
    expect(refused.operation?.status).toBe('NEEDS_ATTENTION');
  });

  it('has to name the number where one was obtained', async () => {
    misled.way.once(unlisted.name, 'purchase', losesItsAnswer);
    const { operation } = await misled.purchase(purchaseInput(unlisted.name));
    await waitForAPerson(operation?.id);
    expect(fieldsOf(await settle(operation?.id, { done: true }))).toEqual(['done']);
    expect(fieldsOf(await settle(operation?.id, { done: true, failed: true }))).toEqual(['']);
    expect(fieldsOf(await settle(operation?.id, { done: false }))).toEqual(['']);
  });
});
