import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { OperationName } from '../../../src/vendors/fake-kit/routes.ts';
import { mutate, readOperation, type ShownNumber } from '../../support/mutations.ts';
import { buy, buyInto } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, type TestVendor, vendorWith } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  // What is open stays open, so that the answers to be compared are the same.
  app = await startTestApp({ recoveryIntervalSeconds: 3_600 });
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const linking = vendorWith('LINK');
const labelling = vendorWith('LABEL');
const unlinking = vendorWith('UNLINK');
const releasing = vendorWith('RELEASE');

it.each<[string, OperationName, TestVendor, (number: ShownNumber) => object]>([
  ['linkNumberToAgent', 'update', linking, () => ({ agentId: linking.agents.second })],
  ['updateNumber', 'update', labelling, () => ({ label: 'Other' })],
  ['unlinkNumberFromAgent', 'update', unlinking, () => ({})],
  ['releaseNumber', 'release', releasing, ({ address }) => ({ confirmAddress: address })],
])(
  '%s, which may have no key, says to look by the id of its operation',
  async (mutation, operation, { name, agents }, membersFor) => {
    const number = await buy(app, name, { agentId: agents.first });
    app.sandbox.control.addFault({ vendor: name, operation, kind: 'reset-after', times: 1 });
    const payload = await mutate(app, mutation, { phoneNumberId: number.id, ...membersFor(number) });
    expect(payload.userErrors).toMatchObject([
      { code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('numberOperation(id: …)') },
    ]);
    const speaksOfKey = payload.userErrors[0]?.message.includes('idempotency key');
    expect(speaksOfKey).toBe(mutation === 'releaseNumber');
    expect(await readOperation(app, payload.operation?.id ?? '')).toEqual(payload.operation);
  },
);

it('purchaseNumber, which always has a key, says to repeat it with that', async () => {
  const { payload } = await buyInto(app, listed.name, { fault: { kind: 'reset-after' } });
  expect(payload.userErrors).toMatchObject([
    { code: 'OUTCOME_UNKNOWN', message: expect.stringContaining('a repeat with the same idempotency key answers') },
  ]);
});
