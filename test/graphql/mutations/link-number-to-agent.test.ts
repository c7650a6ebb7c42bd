import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toNumberId } from '../../../src/domain/number-id.ts';
import type { VendorName } from '../../../src/domain/phone-number.ts';
import { codesOf, countOperations, mutate, readNumber, untilOperation } from '../../support/mutations.ts';
import { buy, countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { unknownIdAmong } from '../../support/vendor-contract/harness.ts';
import { listed, vendorOf, vendorsWith, vendorThat, vendorWith } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 0.2 });
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());
afterEach(() => app.sandbox.control.clearFaults());

const link = (phoneNumberId: string, agentId: string) => mutate(app, 'linkNumberToAgent', { phoneNumberId, agentId });
const agentAt = (vendor: VendorName, vendorId: string) =>
  app.sandbox.control.numbers(vendor).find(({ id }) => id === vendorId)?.agentId;

describe.each(vendorsWith('PURCHASE', 'LINK'))('a link at %s', (vendor) => {
  const { first, second } = vendorOf(vendor).agents;

  it('moves the number to the agent, at the vendor and here', async () => {
    const number = await buy(app, vendor, { agentId: first });
    const { phoneNumber, operation, userErrors } = await link(number.id, second);
    expect(userErrors).toEqual([]);
    expect(phoneNumber).toMatchObject({ id: number.id, acquisition: 'PURCHASED', agent: { id: second } });
    expect(operation).toMatchObject({ kind: 'LINK', status: 'SUCCEEDED', attempts: 1, phoneNumber: { id: number.id } });
    expect(agentAt(vendor, number.vendorId)).toBe(second);
    expect((await readNumber(app, number.id))?.agent).toEqual({ id: second });
  });

  it('may be made again', async () => {
    const number = await buy(app, vendor, { agentId: first });
    expect((await link(number.id, second)).userErrors).toEqual([]);
    expect((await link(number.id, second)).phoneNumber?.agent).toEqual({ id: second });
  });

  it('that the vendor refuses fails with its words and leaves the number with its agent', async () => {
    const number = await buy(app, vendor, { agentId: first });
    const message = 'Agent does not exist';
    app.sandbox.control.addFault({ vendor, operation: 'update', kind: 'refuse', status: 400, message, times: 1 });
    const { phoneNumber, operation, userErrors } = await link(number.id, second);
    expect(phoneNumber).toBeNull();
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([
      {
        code: 'VENDOR_REJECTED',
        field: ['input', 'agentId'],
        message: expect.stringContaining(message),
        charged: 'NO',
      },
    ]);
    expect((await readNumber(app, number.id))?.agent).toEqual({ id: first });
  });

  it.each([
    ['500-after', 'SUCCEEDED', second],
    ['500-before', 'FAILED', first],
  ] as const)('that meets %s is reconciled', async (kind, status, agentId) => {
    const number = await buy(app, vendor, { agentId: first });
    app.sandbox.control.addFault({ vendor, operation: 'update', kind, times: 1 });
    const { phoneNumber, operation, userErrors } = await link(number.id, second);
    expect(phoneNumber).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', retryable: true, charged: 'NO' }]);
    await untilOperation(app, operation?.id, { status });
    expect((await readNumber(app, number.id))?.agent).toEqual({ id: agentId });
    expect(agentAt(vendor, number.vendorId)).toBe(agentId);
  });

  it('of a number that the vendor does not know any more fails as not found', async () => {
    const number = await buy(app, vendor);
    app.sandbox.control.removeNumber(vendor, number.vendorId);
    const { operation, userErrors } = await link(number.id, second);
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'phoneNumberId'], retryable: false }]);
  });

  it('to no agent is refused before anything is written', async () => {
    const number = await buy(app, vendor);
    const before = await countOperations(app);
    app.sandbox.control.clearCalls();
    const { operation, userErrors } = await link(number.id, ' ');
    expect(operation).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'agentId'] }]);
    expect(await countOperations(app)).toBe(before);
    expect(countCalls(app, vendor, 'update')).toBe(0);
  });

  it.each([
    ['an id of nothing', 'nothing'],
    ['a number that is not in its account', toNumberId(vendor, 'somebody-elses')],
  ])('is refused for %s', async (_what, id) => {
    const payload = await link(id, first);
    expect(payload).toMatchObject({ phoneNumber: null, operation: null });
    expect(payload.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'phoneNumberId'] }]);
  });
});

it('refuses an agent whose id cannot be one of the vendor’s', async () => {
  const { name } = vendorThat('says what its agent ids look like', ({ rules }) => rules.agentId !== null);
  const number = await buy(app, name);
  expect((await link(number.id, 'reception')).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', field: ['input', 'agentId'] },
  ]);
});

describe('inbound routing where the vendor keeps it apart from the agent', () => {
  const { name, agents } = vendorWith('INBOUND_ROUTING', 'LINK');
  const { first, second } = agents;
  const third = unknownIdAmong([first, second]);

  it('that only repeated the agent follows it, with the rest as it was', async () => {
    const inboundRouting = { agentId: first, fallbackAgentId: second, voicemailMessage: 'Hello' };
    const number = await buy(app, name, { inboundRouting });
    const { phoneNumber } = await link(number.id, third);
    expect(phoneNumber).toMatchObject({
      agent: { id: third },
      inboundRouting: { agent: { id: third }, fallbackAgent: { id: second }, voicemailMessage: 'Hello' },
    });
  });

  it('that was set apart from the agent stays', async () => {
    const number = await buy(app, name, { inboundRouting: { agentId: second } });
    const { phoneNumber } = await link(number.id, third);
    expect(phoneNumber).toMatchObject({ agent: { id: third }, inboundRouting: { agent: { id: second } } });
  });
});

it('refuses a number that has been released', async () => {
  const number = await buy(app, listed.name);
  await mutate(app, 'releaseNumber', { phoneNumberId: number.id, confirmAddress: number.address });
  const payload = await link(number.id, listed.agents.first);
  expect(codesOf(payload)).toEqual(['NOT_FOUND']);
  expect(payload.operation).toBeNull();
});
