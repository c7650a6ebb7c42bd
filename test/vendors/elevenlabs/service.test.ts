import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { elevenLabs } from '../../../src/vendors/elevenlabs/index.ts';
import { codesOf, fieldsOf, mutate, readNumber, untilOperation } from '../../support/mutations.ts';
import { dataOf } from '../../support/numbers.ts';
import { findSecrets, password, username } from '../../support/secrets.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { agentId, otherAgentId } from './harness.ts';

const vendor = elevenLabs.name;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 0.2 });
});
afterAll(() => app.stop());
afterEach(() => {
  app.sandbox.control.clearFaults();
  app.sandbox.control.clearCalls();
});

let imports = 0;
function inputOf(changes: object = {}) {
  imports += 1;
  const number = `+44207946${String(1_000 + imports)}`;
  const login = { terminationUri: 'trunk.example.com', username, password };
  return { idempotencyKey: randomUUID(), vendor, number, ...login, ...changes };
}
const importNumber = (input: object) => mutate(app, 'importSipNumber', input);
const calls = () => app.sandbox.control.calls().filter((call) => call.vendor === vendor);
const operations = () => calls().map(({ operation }) => operation);
const held = (number: string) => app.sandbox.control.numbers(vendor).filter((each) => each.number === number);

describe('ElevenLabs beside the others', () => {
  it('says that it sells nothing, and what becomes of a number that is released', async () => {
    const answer = await app.graphql(`{
      __type(name: "NumberVendor") { enumValues { name description } }
      numberVendors { vendor capabilities rules { choosesNumber areaCode contains { pattern } importCarriers } }
    }`);
    const { __type, numberVendors } = dataOf(answer);
    const { description } = __type.enumValues.find(({ name }: { name: string }) => name === vendor);
    expect(description).toContain('the number stays with its carrier');
    expect(numberVendors).toContainEqual({
      vendor,
      capabilities: ['SIP_IMPORT', 'LIST', 'LINK', 'UNLINK', 'LABEL', 'RELEASE'],
      rules: { choosesNumber: false, areaCode: 'NONE', contains: null, importCarriers: null },
    });
  });

  it.each([
    ['purchaseNumber', { areaCode: '212' }, 'vendor'],
    ['purchaseNumber', { number: '+12125550101' }, 'vendor'],
    ['createSipNumber', { sipPrefix: 'desk', username, password }, 'vendor'],
  ])('is not asked by %s with %j, and says why', async (mutation, changes, field) => {
    const payload = await mutate(app, mutation, { idempotencyKey: randomUUID(), vendor, ...changes });
    expect([codesOf(payload), fieldsOf(payload)]).toEqual([['NOT_SUPPORTED_BY_VENDOR'], [field]]);
    expect(payload.operation).toBeNull();
    // A list may be read at any time, as what is known of it grows old.
    expect(calls().filter(({ operation }) => operation !== 'list')).toEqual([]);
  });

  it('is not searched, and says why', async () => {
    const query = `query ($input: AvailableNumbersInput!) {
      availableNumbers(input: $input) { numbers { number } userErrors { code field } }
    }`;
    const answer = await app.graphql(query, { input: { vendor, areaCode: '212' } });
    const userErrors = [{ code: 'NOT_SUPPORTED_BY_VENDOR', field: ['input', 'vendor'] }];
    expect(dataOf(answer).availableNumbers).toEqual({ numbers: [], userErrors });
    // A list may be read at any time, as what is known of it grows old.
    expect(calls().filter(({ operation }) => operation !== 'list')).toEqual([]);
  });

  it('has no routing of its own, and does not lose a label that cannot be taken away', async () => {
    const routed = await importNumber(inputOf({ inboundRouting: { agentId } }));
    expect([codesOf(routed), fieldsOf(routed)]).toEqual([['NOT_SUPPORTED_BY_VENDOR'], ['inboundRouting']]);
    const { phoneNumber } = await importNumber(inputOf({ label: 'Kept' }));
    const cleared = await mutate(app, 'updateNumber', { phoneNumberId: phoneNumber?.id, label: null });
    expect([codesOf(cleared), fieldsOf(cleared)]).toEqual([['NOT_SUPPORTED_BY_VENDOR'], ['label']]);
    expect((await readNumber(app, phoneNumber?.id ?? ''))?.label).toBe('Kept');
  });
});

describe('an import', () => {
  it('is one call, read back, with its label and its agent in a second one, and happens once for each key', async () => {
    const input = inputOf({ label: 'Front desk', agentId });
    const payload = await importNumber(input);
    expect(payload.userErrors).toEqual([]);
    expect(payload.operation).toMatchObject({ status: 'SUCCEEDED', attempts: 2 });
    expect(payload.phoneNumber).toMatchObject({
      address: input.number,
      label: 'Front desk',
      agent: { id: agentId },
      acquisition: 'SIP_IMPORTED',
      trunk: { terminationUri: 'trunk.example.com' },
    });
    expect(held(input.number)).toMatchObject([{ label: 'Front desk', agentId }]);
    expect(operations().filter((operation) => operation !== 'list')).toEqual(['import', 'get', 'update']);
    expect((await importNumber(input)).phoneNumber).toEqual(payload.phoneNumber);
    expect(held(input.number)).toHaveLength(1);
  });

  it('without a label leaves its marker as the name, which is shown as none', async () => {
    const input = inputOf();
    const { phoneNumber, userErrors } = await importNumber(input);
    expect(userErrors).toEqual([]);
    expect(phoneNumber?.label).toBeNull();
    expect(held(input.number)).toMatchObject([{ label: expect.stringMatching(/^pns-[\da-f]{32}$/) }]);
    expect(operations()).not.toContain('update');
  });

  it.each(['500-after', 'reset-after', 'hang-after', 'garbage'] as const)(
    'whose answer is lost to %s is found in the list, and finished',
    async (kind) => {
      app.sandbox.control.addFault({ vendor, operation: 'import', kind, times: 1 });
      const input = inputOf({ label: 'Night line', agentId: otherAgentId });
      const lost = await importNumber(input);
      expect(lost).toMatchObject({ phoneNumber: null, operation: { status: 'PENDING' } });
      const done = await untilOperation(app, lost.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
      expect(done.phoneNumber).toMatchObject({
        address: input.number,
        label: 'Night line',
        agent: { id: otherAgentId },
        acquisition: 'SIP_IMPORTED',
      });
      expect(held(input.number)).toMatchObject([{ label: 'Night line', agentId: otherAgentId }]);
      expect(operations().filter((operation) => operation === 'import')).toHaveLength(1);
    },
  );

  it('whose number cannot be read yet stays open, and is finished once it can', async () => {
    app.sandbox.control.addFault({ vendor, operation: 'get', kind: '500-before', times: 3 });
    const open = await importNumber(inputOf({ label: 'Later' }));
    expect(open).toMatchObject({ phoneNumber: null, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    const done = await untilOperation(app, open.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber?.label).toBe('Later');
  });

  it('lets nothing of its login out, whatever is refused', async () => {
    const message = `bad login ${username}:${password}`;
    app.sandbox.control.addFault({ vendor, operation: 'import', kind: 'refuse', status: 422, message, times: 1 });
    const refused = await importNumber(inputOf());
    expect(codesOf(refused)).toEqual(['VENDOR_REJECTED']);
    expect(refused.userErrors[0]?.message).toContain('refused (HTTP 422)');
    const query = '{ numberOperations(first: 50) { nodes { userErrors { message } history { note } } } }';
    expect(findSecrets(app, [refused, await app.graphql(query)], [password, username])).toEqual([]);
  });
});

it('links, unlinks and releases a number, and can import it again', async () => {
  const input = inputOf({ label: 'Desk' });
  const { phoneNumber } = await importNumber(input);
  const phoneNumberId = phoneNumber?.id;
  const linked = await mutate(app, 'linkNumberToAgent', { phoneNumberId, agentId });
  expect(linked.phoneNumber).toMatchObject({ agent: { id: agentId }, label: 'Desk' });
  const unlinked = await mutate(app, 'unlinkNumberFromAgent', { phoneNumberId });
  expect(unlinked).toMatchObject({ phoneNumber: { agent: null }, userErrors: [] });
  const released = await mutate(app, 'releaseNumber', { phoneNumberId, confirmAddress: input.number });
  expect(released).toMatchObject({ phoneNumber: { status: 'RELEASED' }, userErrors: [] });
  expect(held(input.number)).toEqual([]);
  const again = await importNumber({ ...input, idempotencyKey: randomUUID() });
  expect(again).toMatchObject({ phoneNumber: { address: input.number, status: 'ACTIVE' }, userErrors: [] });
  expect(again.phoneNumber?.id).not.toBe(phoneNumberId);
});
