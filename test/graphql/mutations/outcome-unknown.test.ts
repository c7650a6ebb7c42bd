import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { OperationName } from '../../../src/vendors/fake-kit/routes.ts';
import { mutate, readOperation, type ShownNumber } from '../../support/mutations.ts';
import { agents, buy, buyInto } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  // What is open stays open, so that the answers to be compared are the same.
  app = await startTestApp({ recoveryIntervalSeconds: 3_600 });
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

it.each<[string, OperationName, (number: ShownNumber) => object]>([
  ['linkNumberToAgent', 'update', () => ({ agentId: agents.ONEINBOX.second })],
  ['updateNumber', 'update', () => ({ label: 'Other' })],
  ['unlinkNumberFromAgent', 'update', () => ({})],
  ['releaseNumber', 'release', ({ address }) => ({ confirmAddress: address })],
])('%s, which may have no key, tells to look by the id of its operation', async (mutation, operation, wish) => {
  const vendor = mutation === 'unlinkNumberFromAgent' || mutation === 'releaseNumber' ? 'VOGENT' : 'ONEINBOX';
  const number = await buy(app, vendor, { agentId: agents[vendor].first });
  app.sandbox.control.addFault({ vendor, operation, kind: 'reset-after', times: 1 });
  const payload = await mutate(app, mutation, { phoneNumberId: number.id, ...wish(number) });
  expect(payload.userErrors).toMatchObject([
    { code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('numberOperation(id: …)') },
  ]);
  const speaksOfKey = payload.userErrors[0]?.message.includes('idempotency key');
  expect(speaksOfKey).toBe(mutation === 'releaseNumber');
  expect(await readOperation(app, payload.operation?.id ?? '')).toEqual(payload.operation);
});

it('purchaseNumber, which always has a key, tells to repeat it with that', async () => {
  const { payload } = await buyInto(app, 'VOGENT', { fault: { kind: 'reset-after' } });
  expect(payload.userErrors).toMatchObject([
    { code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('a repeat with the same idempotency key answers') },
  ]);
});
