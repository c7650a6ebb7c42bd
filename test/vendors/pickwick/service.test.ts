import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtInVendors } from '../../../src/vendors/index.ts';
import { mutate, untilOperation } from '../../support/mutations.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { pickwick } from './pickwick.ts';

const vendor = pickwick.name;

/** A service that was started with one vendor more than it comes with. */
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    vendors: [...builtInVendors, pickwick],
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
const calls = (operation: string) => app.sandbox.control.calls().filter((call) => call.operation === operation);
const lineOf = (number: string | undefined) =>
  app.sandbox.control.numbers(vendor).find((line) => line.number === number);
const inputOf = (changes: object = {}) => ({ idempotencyKey: randomUUID(), vendor, areaCode: '212', ...changes });

describe('a vendor from outside', () => {
  it('is a value of the enum, and says what it can do and asks for', async () => {
    const { data } = await app.graphql(`{
      __type(name: "NumberVendor") { enumValues { name description } }
      numberVendors { vendor title capabilities rules {
        choosesNumber areaCode countries contains { pattern } labelMaxLength agentIdPattern } }
    }`);
    expect(data.__type.enumValues.at(-1)).toEqual({ name: vendor, description: pickwick.about });
    expect(data.numberVendors.at(-1)).toEqual({
      vendor,
      title: 'Pickwick',
      capabilities: ['PURCHASE', 'LIST', 'LINK', 'UNLINK', 'LABEL', 'RELEASE'],
      rules: {
        choosesNumber: false,
        areaCode: 'OPTIONAL',
        countries: ['US', 'CA'],
        contains: null,
        labelMaxLength: 40,
        agentIdPattern: '^asst_[\\da-z]+$',
      },
    });
  });

  it('shows its numbers among the others’', async () => {
    const { data } = await app.graphql(
      'query ($vendors: [NumberVendor!]) { phoneNumbers(maxAge: 0, filter: { vendors: $vendors }) { nodes { ... on PhoneNumberRecord { vendor address label } } } }',
      { vendors: [vendor] },
    );
    expect(data.phoneNumbers.nodes).toContainEqual({ vendor, address: '+14155560120', label: 'Club' });
  });

  it.each([
    ['an exact number', { number: '+12125560101', areaCode: null }, ['NOT_SUPPORTED_BY_VENDOR'], ['input', 'number']],
    ['digits', { contains: '55' }, ['NOT_SUPPORTED_BY_VENDOR'], ['input', 'contains']],
    ['a country it does not sell', { country: 'GB', areaCode: null }, ['INVALID_INPUT'], ['input', 'country']],
    ['a label it cannot keep', { label: 'x'.repeat(41) }, ['INVALID_INPUT'], ['input', 'label']],
  ])('is not asked for %s', async (_what, changes, codes, field) => {
    const before = sold().length;
    const { userErrors } = await mutate(app, 'purchaseNumber', inputOf(changes));
    expect(userErrors.map(({ code }) => code)).toEqual(codes);
    expect(userErrors[0]?.field).toEqual(field);
    expect(sold()).toHaveLength(before);
  });
});

describe('a purchase where the vendor picks the number', () => {
  it('leaves a marker, then puts the label and the agent in its place', async () => {
    const before = sold().length;
    const input = inputOf({ label: 'Front desk', agentId: 'asst_sam' });
    const { phoneNumber, operation, userErrors } = await mutate(app, 'purchaseNumber', input);
    expect(userErrors).toEqual([]);
    expect(sold()).toHaveLength(before + 1);
    expect(phoneNumber).toMatchObject({
      address: sold().at(-1)?.number,
      vendorId: sold().at(-1)?.number,
      label: 'Front desk',
      agent: { id: 'asst_sam' },
      acquisition: 'PURCHASED',
    });
    expect(lineOf(phoneNumber?.address)).toMatchObject({ label: 'Front desk', agentId: 'asst_sam' });
    // One call that buys, and one for both follow-ups.
    expect(operation).toMatchObject({ status: 'SUCCEEDED', attempts: 2 });
    expect(calls('update')).toHaveLength(1);
    expect(await mutate(app, 'purchaseNumber', input)).toMatchObject({ phoneNumber, userErrors: [] });
    expect(sold()).toHaveLength(before + 1);
  });

  it('takes the marker away where no label was asked for', async () => {
    const { phoneNumber } = await mutate(app, 'purchaseNumber', inputOf());
    expect(phoneNumber).toMatchObject({ label: null });
    expect(lineOf(phoneNumber?.address)).toMatchObject({ label: null });
  });

  it.each(['500-after', 'reset-after', 'hang-after', 'garbage'] as const)(
    'whose answer is lost to %s is found by its marker, and finished',
    async (kind) => {
      const before = sold().length;
      app.sandbox.control.addFault({ vendor, operation: 'purchase', kind, times: 1 });
      const input = inputOf({ label: 'Night line', agentId: 'asst_weller' });
      const lost = await mutate(app, 'purchaseNumber', input);
      expect(lost).toMatchObject({ phoneNumber: null, operation: { status: 'PENDING' } });
      const done = await untilOperation(app, lost.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
      expect(done.phoneNumber).toMatchObject({
        address: sold().at(-1)?.number,
        label: 'Night line',
        agent: { id: 'asst_weller' },
      });
      expect((await mutate(app, 'purchaseNumber', input)).phoneNumber).toEqual(done.phoneNumber);
      expect(sold()).toHaveLength(before + 1);
    },
  );

  it('that was not answered and left no marker has failed for good: its key never buys again', async () => {
    const before = sold().length;
    app.sandbox.control.addFault({ vendor, operation: 'purchase', kind: 'reset-before', times: 1 });
    const input = inputOf();
    const lost = await mutate(app, 'purchaseNumber', input);
    const failed = await untilOperation(app, lost.operation?.id, { status: 'FAILED' });
    expect(failed.userErrors).toMatchObject([{ code: 'NUMBER_UNAVAILABLE', retryable: false, charged: 'NO' }]);
    expect((await mutate(app, 'purchaseNumber', input)).operation).toMatchObject({ id: failed.id, status: 'FAILED' });
    expect(sold()).toHaveLength(before);
    expect(calls('purchase')).toHaveLength(1);
  });

  it.each([
    ['renamed', (phoneNumberId: string) => mutate(app, 'updateNumber', { phoneNumberId, label: 'Mine' })],
    [
      'released',
      (phoneNumberId: string, confirmAddress: string) =>
        mutate(app, 'releaseNumber', { phoneNumberId, confirmAddress }),
    ],
  ])('whose answer is lost is known by its marker though its number is %s before anybody looks', async (_how, act) => {
    app.sandbox.control.addFault({ vendor, operation: 'purchase', kind: 'reset-after', times: 1 });
    const removeFault = app.sandbox.control.addFault({ vendor, operation: 'list', kind: '500-before' });
    const input = inputOf();
    const lost = await mutate(app, 'purchaseNumber', input);
    const address = sold().at(-1)?.number ?? '';
    removeFault();
    const adopted = await mutate(app, 'adoptNumber', { vendor, vendorId: address });
    await act(adopted.phoneNumber?.id ?? '', address);
    const done = await untilOperation(app, lost.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber ?? (await mutate(app, 'purchaseNumber', input)).phoneNumber).toMatchObject({ address });
  });

  it('of a number that was released before gets its own label and agent, not those of before', async () => {
    const first = await mutate(
      app,
      'purchaseNumber',
      inputOf({ areaCode: '307', label: 'First', agentId: 'asst_sam' }),
    );
    const { id: phoneNumberId, address } = first.phoneNumber ?? { id: '', address: '' };
    await mutate(app, 'releaseNumber', { phoneNumberId, confirmAddress: address });
    const again = inputOf({ areaCode: '307', label: 'Second', agentId: 'asst_weller' });
    const { phoneNumber, userErrors } = await mutate(app, 'purchaseNumber', again);
    expect(userErrors).toEqual([]);
    expect(phoneNumber).toMatchObject({ id: phoneNumberId, label: 'Second', agent: { id: 'asst_weller' } });
    expect(lineOf(address)).toMatchObject({ label: 'Second', agentId: 'asst_weller' });
  });

  it('whose agent is refused gets its label all the same, and tells of the agent', async () => {
    app.sandbox.control.addFault({ vendor, operation: 'update', kind: 'refuse', status: 422, times: 1 });
    const first = await mutate(app, 'purchaseNumber', inputOf({ label: 'Night', agentId: 'asst_sam' }));
    const { phoneNumber } = await untilOperation(app, first.operation?.id, {
      status: 'SUCCEEDED',
      errorCodes: ['AGENT_LINK_FAILED'],
    });
    expect(phoneNumber).toMatchObject({ label: 'Night', agent: null });
  });

  it('is found though the same number was bought and released before', async () => {
    const first = await mutate(app, 'purchaseNumber', inputOf({ areaCode: '305' }));
    const { id: phoneNumberId, address } = first.phoneNumber ?? { id: '', address: '' };
    await mutate(app, 'releaseNumber', { phoneNumberId, confirmAddress: address });
    app.sandbox.control.addFault({ vendor, operation: 'purchase', kind: 'reset-after', times: 1 });
    const lost = await mutate(app, 'purchaseNumber', inputOf({ areaCode: '305' }));
    const done = await untilOperation(app, lost.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber).toMatchObject({ id: phoneNumberId, address, status: 'ACTIVE' });
    // Its marker is taken away in a later call, which must not meet the trouble of another test.
    await expect.poll(() => lineOf(address)).toMatchObject({ label: null });
  });

  it('whose number cannot be read yet stays open, and is finished once it can', async () => {
    app.sandbox.control.addFault({ vendor, operation: 'get', kind: '500-before', times: 3 });
    const open = await mutate(app, 'purchaseNumber', inputOf({ label: 'Later' }));
    expect(open).toMatchObject({ phoneNumber: null, userErrors: [{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }] });
    const done = await untilOperation(app, open.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber).toMatchObject({ address: sold().at(-1)?.number, label: 'Later' });
    expect(calls('purchase')).toHaveLength(1);
  });

  it('is named later where that fails at first, and says so meanwhile', async () => {
    app.sandbox.control.addFault({ vendor, operation: 'update', kind: '500-before', times: 1 });
    const first = await mutate(app, 'purchaseNumber', inputOf({ label: 'Named later' }));
    expect(first).toMatchObject({
      operation: { status: 'SUCCEEDED' },
      userErrors: [{ code: 'VENDOR_UNAVAILABLE', field: ['input', 'label'], retryable: true, charged: 'YES' }],
    });
    const done = await untilOperation(app, first.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber).toMatchObject({ label: 'Named later' });
  });

  it('whose label is superseded before it was given keeps the newer one', async () => {
    app.sandbox.control.addFault({ vendor, operation: 'update', kind: '500-before', times: 1 });
    const first = await mutate(app, 'purchaseNumber', inputOf({ label: 'Old' }));
    const renamed = await mutate(app, 'updateNumber', { phoneNumberId: first.phoneNumber?.id, label: 'New' });
    expect(renamed).toMatchObject({ phoneNumber: { label: 'New' }, userErrors: [] });
    const done = await untilOperation(app, first.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber).toMatchObject({ label: 'New' });
    expect(lineOf(first.phoneNumber?.address)).toMatchObject({ label: 'New' });
  });
});
