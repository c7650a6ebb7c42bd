import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { retell } from '../../../src/vendors/retell/index.ts';
import { mutate, readNumber, untilOperation } from '../../support/mutations.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { agentId, otherAgentId } from './harness.ts';

const vendor = retell.name;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    vendorTimeoutMs: 2_000,
    recoveryGraceSeconds: 0,
    recoveryIntervalSeconds: 0.2,
  });
});
afterAll(() => app.stop());
afterEach(() => {
  app.sandbox.control.clearFaults();
  app.sandbox.control.clearCalls();
});

const sold = () => app.sandbox.control.sales().filter((sale) => sale.vendor === vendor);
const lineOf = (number: string | undefined) =>
  app.sandbox.control.numbers(vendor).find((line) => line.number === number);
const inputOf = (changes: object = {}) => ({ idempotencyKey: randomUUID(), vendor, areaCode: '212', ...changes });

describe('beside the vendors that the service comes with', () => {
  it('says what it can do and asks for', async () => {
    const { data } = await app.graphql(`{ numberVendors { vendor title capabilities rules {
      choosesNumber areaCode countries contains { pattern } labelMaxLength agentIdPattern } } }`);
    expect(data.numberVendors.find((each: { vendor: string }) => each.vendor === vendor)).toEqual({
      vendor,
      title: 'Retell',
      capabilities: ['PURCHASE', 'SIP_IMPORT', 'LIST', 'LINK', 'UNLINK', 'LABEL', 'RELEASE'],
      rules: {
        choosesNumber: false,
        areaCode: 'OPTIONAL',
        countries: ['US', 'CA'],
        contains: null,
        labelMaxLength: null,
        agentIdPattern: null,
      },
    });
  });

  it.each([
    ['an exact number', { number: '+12125530101', areaCode: null }, 'NOT_SUPPORTED_BY_VENDOR', 'number'],
    ['digits', { contains: '55' }, 'NOT_SUPPORTED_BY_VENDOR', 'contains'],
    ['a routing', { inboundRouting: { agentId } }, 'NOT_SUPPORTED_BY_VENDOR', 'inboundRouting'],
    ['a country it does not sell', { country: 'GB', areaCode: null }, 'INVALID_INPUT', 'country'],
    ['an area code of Canada', { country: 'CA', areaCode: '416' }, 'INVALID_INPUT', 'areaCode'],
  ])('is not asked for %s', async (_what, changes, code, member) => {
    const before = sold().length;
    const { userErrors } = await mutate(app, 'purchaseNumber', inputOf(changes));
    expect(userErrors).toMatchObject([{ code, field: ['input', member] }]);
    expect(sold()).toHaveLength(before);
    expect(app.sandbox.control.calls().filter(({ operation }) => operation === 'purchase')).toEqual([]);
  });

  it('sells a number with an agent and a label, once for each key, which is linked, unlinked and given back', async () => {
    const before = sold().length;
    const input = inputOf({ label: 'Front desk', agentId });
    const { phoneNumber, operation, userErrors } = await mutate(app, 'purchaseNumber', input);
    expect(userErrors).toEqual([]);
    expect(phoneNumber).toMatchObject({
      address: sold().at(-1)?.number,
      vendorId: sold().at(-1)?.number,
      label: 'Front desk',
      agent: { id: agentId },
      acquisition: 'PURCHASED',
    });
    // One call that buys and links, and one that puts the label in the marker's place.
    expect(operation).toMatchObject({ status: 'SUCCEEDED', attempts: 2 });
    expect(await mutate(app, 'purchaseNumber', input)).toMatchObject({ phoneNumber, userErrors: [] });
    expect(sold()).toHaveLength(before + 1);

    const { id: phoneNumberId = '', address = '' } = phoneNumber ?? {};
    const linked = await mutate(app, 'linkNumberToAgent', { phoneNumberId, agentId: otherAgentId });
    expect(linked).toMatchObject({ userErrors: [], phoneNumber: { agent: { id: otherAgentId }, label: 'Front desk' } });
    const named = await mutate(app, 'updateNumber', { phoneNumberId, label: null });
    expect(named).toMatchObject({ userErrors: [], phoneNumber: { label: null } });
    const unlinked = await mutate(app, 'unlinkNumberFromAgent', { phoneNumberId });
    expect(unlinked).toMatchObject({ userErrors: [], phoneNumber: { agent: null } });
    expect(lineOf(address)).toMatchObject({ agentId: null, label: null });
    const release = { idempotencyKey: randomUUID(), phoneNumberId, confirmAddress: address };
    expect(await mutate(app, 'releaseNumber', release)).toMatchObject({ operation: { status: 'SUCCEEDED' } });
    expect(lineOf(address)).toBeUndefined();
    expect(await readNumber(app, phoneNumberId)).toMatchObject({ status: 'RELEASED' });
  });

  it.each(['500-after', 'reset-after', 'hang-after', 'garbage'] as const)(
    'sells once where the answer is lost to %s',
    async (kind) => {
      const before = sold().length;
      app.sandbox.control.addFault({ vendor, operation: 'purchase', kind, times: 1 });
      const input = inputOf({ label: 'Night line', agentId });
      const lost = await mutate(app, 'purchaseNumber', input);
      expect(lost).toMatchObject({ phoneNumber: null, operation: { status: 'PENDING' } });
      const done = await untilOperation(app, lost.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
      expect(done.phoneNumber).toMatchObject({
        address: sold().at(-1)?.number,
        label: 'Night line',
        agent: { id: agentId },
      });
      expect((await mutate(app, 'purchaseNumber', input)).phoneNumber).toEqual(done.phoneNumber);
      expect(sold()).toHaveLength(before + 1);
    },
  );

  it('buys nothing for an agent that there is not, and says which member is to blame', async () => {
    const before = sold().length;
    const fault = { kind: 'refuse', status: 400, message: 'Agent agent_nobody not found' } as const;
    app.sandbox.control.addFault({ vendor, operation: 'purchase', ...fault });
    const { userErrors } = await mutate(app, 'purchaseNumber', inputOf({ agentId: 'agent_nobody' }));
    expect(userErrors).toMatchObject([{ code: 'VENDOR_REJECTED', field: ['input', 'agentId'], charged: 'NO' }]);
    expect(sold()).toHaveLength(before);
  });

  it('says of a number that is gone there that it is not known', async () => {
    const added = app.sandbox.control.addNumber({ vendor, number: '+12125560177' });
    const { phoneNumber } = await mutate(app, 'adoptNumber', { vendor, vendorId: added.id });
    app.sandbox.control.removeNumber(vendor, added.id);
    const { userErrors } = await mutate(app, 'linkNumberToAgent', { phoneNumberId: phoneNumber?.id, agentId });
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'phoneNumberId'] }]);
  });
});
