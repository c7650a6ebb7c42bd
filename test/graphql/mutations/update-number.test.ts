import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codesOf, countOperations, fieldsOf, mutate, readNumber, untilOperation } from '../../support/mutations.ts';
import { buy, countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { vendorOf, vendorsWith, vendorThat, vendorWith, vendorWithout } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 0.2 });
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());
afterEach(() => app.sandbox.control.clearFaults());

const update = (phoneNumberId: string, changes: object) => mutate(app, 'updateNumber', { phoneNumberId, ...changes });

describe.each(vendorsWith('PURCHASE'))('an update at %s', (vendor) => {
  it('renames the number', async () => {
    const number = await buy(app, vendor, { label: 'Before' });
    app.sandbox.control.clearCalls();
    const { phoneNumber, operation, userErrors } = await update(number.id, { label: 'Afterwards' });
    expect(userErrors).toEqual([]);
    expect(phoneNumber).toEqual({ ...number, label: 'Afterwards' });
    expect(operation).toMatchObject({ kind: 'UPDATE', status: 'SUCCEEDED' });
    expect(await readNumber(app, number.id)).toEqual(phoneNumber);
    // Only a vendor that keeps labels is called.
    expect(countCalls(app, vendor, 'update')).toBe(vendorOf(vendor).can('LABEL') ? 1 : 0);
  });

  it('locks and unlocks the number without asking the vendor', async () => {
    const number = await buy(app, vendor);
    app.sandbox.control.clearCalls();
    expect((await update(number.id, { locked: true })).phoneNumber).toEqual({ ...number, locked: true });
    expect((await update(number.id, { locked: false })).phoneNumber).toEqual(number);
    expect(countCalls(app, vendor, 'update')).toBe(0);
  });

  it('changes nothing that is left out', async () => {
    const seller = vendorOf(vendor);
    const number = await buy(app, vendor, {
      label: 'Stays',
      ...(seller.hasAgents && { agentId: seller.agents.first }),
    });
    const { phoneNumber } = await update(number.id, { locked: true });
    expect(phoneNumber).toEqual({ ...number, locked: true });
  });

  it.each<[string, object, string]>([
    ['nothing', {}, ''],
    ['only nulls that change nothing', { locked: null, inboundRouting: null }, ''],
    ['an empty label', { label: '' }, 'label'],
    ['a label of 256 characters', { label: 'x'.repeat(256) }, 'label'],
    ['a label of 128 emoji, which count for two each', { label: '😀'.repeat(128) }, 'label'],
  ])('is refused for %s before anything is written', async (_what, changes, field) => {
    const number = await buy(app, vendor);
    const before = await countOperations(app);
    const payload = await update(number.id, changes);
    expect(payload).toMatchObject({ phoneNumber: null, operation: null });
    expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
    expect(fieldsOf(payload)).toEqual([field]);
    expect(await countOperations(app)).toBe(before);
  });

  it('is refused for a number that is not known', async () => {
    const payload = await update('nothing', { label: 'Any' });
    expect(payload.operation).toBeNull();
    expect(payload.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'phoneNumberId'] }]);
  });
});

it('removes a label where this service keeps it', async () => {
  const number = await buy(app, vendorWithout('LABEL').name, { label: 'Going' });
  const { phoneNumber, userErrors } = await update(number.id, { label: null });
  expect(userErrors).toEqual([]);
  expect(phoneNumber?.label).toBeNull();
  expect((await readNumber(app, number.id))?.label).toBeNull();
});

it('refuses to remove a label where the vendor keeps it and has no way to', async () => {
  const { name } = vendorThat('keeps labels for good', ({ can, rules }) => can('LABEL') && !rules.labelCanBeCleared);
  const number = await buy(app, name, { label: 'Staying' });
  const payload = await update(number.id, { label: null });
  expect(payload.operation).toBeNull();
  expect(payload.userErrors).toMatchObject([{ code: 'NOT_SUPPORTED_BY_VENDOR', field: ['input', 'label'] }]);
  expect((await readNumber(app, number.id))?.label).toBe('Staying');
});

it('refuses inbound routing where the vendor has none', async () => {
  const { name, agents } = vendorWithout('INBOUND_ROUTING');
  const number = await buy(app, name);
  const payload = await update(number.id, { inboundRouting: { agentId: agents.first } });
  expect(codesOf(payload)).toEqual(['NOT_SUPPORTED_BY_VENDOR']);
  expect(fieldsOf(payload)).toEqual(['inboundRouting']);
});

it('changes the routing of inbound calls, keeps what is left out of it, and removes a fallback that is null', async () => {
  const { name, agents } = vendorWith('INBOUND_ROUTING', 'LABEL');
  const { first, second } = agents;
  const number = await buy(app, name, { agentId: first });
  const whole = { agentId: second, fallbackAgentId: first, voicemailMessage: 'Hello' };
  const routed = await update(number.id, { inboundRouting: whole, label: 'Routed' });
  expect(routed.phoneNumber).toMatchObject({
    label: 'Routed',
    agent: { id: first },
    inboundRouting: { agent: { id: second }, fallbackAgent: { id: first }, voicemailMessage: 'Hello' },
  });
  const kept = await update(number.id, { inboundRouting: { agentId: first } });
  expect(kept.phoneNumber?.inboundRouting).toEqual({
    agent: { id: first },
    fallbackAgent: { id: first },
    voicemailMessage: 'Hello',
  });
  const withNull = await update(number.id, { inboundRouting: { agentId: first, voicemailMessage: null } });
  expect(withNull.phoneNumber?.inboundRouting).toEqual(kept.phoneNumber?.inboundRouting);
  const without = await update(number.id, { inboundRouting: { agentId: first, fallbackAgentId: null } });
  expect(without.phoneNumber?.inboundRouting).toMatchObject({ fallbackAgent: null, voicemailMessage: 'Hello' });
});

it.each([
  ['500-after', 'SUCCEEDED', 'Renamed', true],
  ['500-before', 'FAILED', 'Before', false],
] as const)('is reconciled after a call that met %s', async (kind, status, label, locked) => {
  const { name: vendor } = vendorWith('LABEL');
  const number = await buy(app, vendor, { label: 'Before' });
  app.sandbox.control.addFault({ vendor, operation: 'update', kind, times: 1 });
  const { operation, userErrors } = await update(number.id, { label: 'Renamed', locked: true });
  expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'NO' }]);
  await untilOperation(app, operation?.id, { status });
  expect(await readNumber(app, number.id)).toMatchObject({ label, locked });
});

it('refuses a number that has been released', async () => {
  const number = await buy(app, vendorWith('RELEASE').name);
  await mutate(app, 'releaseNumber', { phoneNumberId: number.id, confirmAddress: number.address });
  expect(codesOf(await update(number.id, { label: 'Late' }))).toEqual(['NOT_FOUND']);
});
