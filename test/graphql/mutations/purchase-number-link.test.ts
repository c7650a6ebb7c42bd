import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { mutate, readNumber, readOperation, type ShownPayload, untilOperation } from '../../support/mutations.ts';
import { countCalls, purchaseInput, soldIn } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed } from '../../support/vendors.ts';

// It takes the agent in a call of its own, which may fail after the number is bought.
const vendor = listed.name;
const { first: wanted, second: other } = listed.agents;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ vendorTimeoutMs: 2_000, recoveryIntervalSeconds: 0.2 });
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());
afterEach(() => app.sandbox.control.clearFaults());

// Sooner than the lease of an operation expires that its process has forgotten.
const linked = { status: 'SUCCEEDED', errorCodes: [], withinMs: 8_000 };

const linkedAtVendor = (vendorId: string | undefined) =>
  app.sandbox.control.numbers(vendor).find(({ id }) => id === vendorId)?.agentId ?? null;

/** Buys a number while its link meets a fault. */
async function buyUnlinked(fault: Omit<Fault, 'vendor' | 'operation'>) {
  const input = purchaseInput(vendor, { agentId: wanted });
  app.sandbox.control.addFault({ vendor, operation: 'update', times: 1, ...fault });
  return { input, payload: await mutate(app, 'purchaseNumber', input) };
}

function expectBoughtButNotLinked({ phoneNumber, operation, userErrors }: ShownPayload, retryable: boolean) {
  expect(phoneNumber).toMatchObject({ acquisition: 'PURCHASED', agent: null });
  expect(operation).toMatchObject({ status: 'SUCCEEDED', phoneNumber: { id: phoneNumber?.id } });
  expect(userErrors).toMatchObject([
    { code: 'AGENT_LINK_FAILED', field: ['input', 'agentId'], retryable, charged: 'YES' },
  ]);
}

describe.each(['500-before', '500-after', 'reset-before', '429', 'hang'] as const)('a link that meets %s', (kind) => {
  it('leaves a number that is bought, and is made later', async () => {
    const { input, payload } = await buyUnlinked({ kind });
    expectBoughtButNotLinked(payload, true);
    expect(soldIn(app, input['areaCode'])).toEqual([payload.phoneNumber?.address]);

    const done = await untilOperation(app, payload.operation?.id, linked);
    expect(done.phoneNumber).toMatchObject({ id: payload.phoneNumber?.id, agent: { id: wanted } });
    expect(linkedAtVendor(payload.phoneNumber?.vendorId)).toBe(wanted);
    expect(await mutate(app, 'purchaseNumber', input)).toEqual({
      phoneNumber: done.phoneNumber,
      operation: done,
      userErrors: [],
    });
    expect(countCalls(app, vendor, 'purchase')).toBe(1);
  });
});

it('is tried again until it is made', async () => {
  const { payload } = await buyUnlinked({ kind: '500-before', times: 3 });
  const done = await untilOperation(app, payload.operation?.id, linked);
  // One to buy, four to link.
  expect(done.attempts).toBe(5);
  expect(done.history.filter((step) => step.note?.startsWith('Not linked'))).toHaveLength(3);
});

it('is continued by the service’s next run', async () => {
  const { payload } = await buyUnlinked({ kind: '429', times: 100 });
  // The sandbox that comes with the new run has no faults.
  await app.restart();
  await untilOperation(app, payload.operation?.id, linked);
  expect(linkedAtVendor(payload.phoneNumber?.vendorId)).toBe(wanted);
});

it('that the vendor refuses stays refused, with its words and what to do', async () => {
  const { input, payload } = await buyUnlinked({ kind: 'refuse', status: 404, message: 'Agent does not exist' });
  expectBoughtButNotLinked(payload, false);
  expect(payload.userErrors[0]?.message).toContain('Agent does not exist');
  expect(payload.userErrors[0]?.message).toContain('linkNumberToAgent');
  app.sandbox.control.clearCalls();
  expect(await mutate(app, 'purchaseNumber', input)).toEqual(payload);
  expect(app.sandbox.control.calls().filter(({ operation }) => operation !== 'list')).toEqual([]);

  const link = { phoneNumberId: payload.phoneNumber?.id, agentId: other };
  expect((await mutate(app, 'linkNumberToAgent', link)).phoneNumber?.agent).toEqual({ id: other });
});

it.each([
  ['linkNumberToAgent', { agentId: other }, other],
  ['unlinkNumberFromAgent', {}, null],
] as const)('does not undo what a caller does with %s meanwhile', async (mutation, member, agentId) => {
  // Reconciliation comes after the caller: not before the next run, for which everything is due.
  const patient = await startTestApp({ recoveryIntervalSeconds: 3_600 });
  try {
    const { control } = patient.sandbox;
    control.addFault({ vendor, operation: 'update', kind: '429', times: 1 });
    const payload = await mutate(patient, 'purchaseNumber', purchaseInput(vendor, { agentId: wanted }));
    expectBoughtButNotLinked(payload, true);
    const phoneNumberId = payload.phoneNumber?.id ?? '';
    expect((await mutate(patient, mutation, { phoneNumberId, ...member })).userErrors).toEqual([]);

    await patient.restart({ recoveryIntervalSeconds: 0.2, now: () => new Date(Date.now() + 3_600_000) });
    await vi.waitFor(async () => {
      const operation = await readOperation(patient, payload.operation?.id ?? '');
      expect(operation?.userErrors.filter(({ retryable }) => retryable)).toEqual([]);
    }, 20_000);
    expect((await readNumber(patient, phoneNumberId))?.agent?.id ?? null).toBe(agentId);
    const atVendor = patient.sandbox.control.numbers(vendor).find(({ id }) => id === payload.phoneNumber?.vendorId);
    expect(atVendor?.agentId).toBe(agentId);
  } finally {
    await patient.stop();
  }
});
