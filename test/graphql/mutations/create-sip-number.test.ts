import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { toNumberId } from '../../../src/domain/number-id.ts';
import { codesOf, countOperations, documentOf, fieldsOf, mutate, untilOperation } from '../../support/mutations.ts';
import { countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { vendorWith, vendorWithout } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 0.2 });
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());
afterEach(() => app.sandbox.control.clearFaults());

const vendor = vendorWith('SIP_CREATE', 'LIST');
const { agents, title } = vendor;
const { minLength } = vendor.rules.sipLogin;

const createSip = (input: object) => mutate(app, 'createSipNumber', input);

function sipInput(changes: Record<string, unknown> = {}) {
  const sipPrefix = `desk-${randomUUID().slice(0, 8)}`;
  const login = { username: 'desk-user', password: 'long enough' };
  return { idempotencyKey: randomUUID(), vendor: vendor.name, sipPrefix, ...login, ...changes };
}

it('creates an address on the vendor’s domain, with its agent and label', async () => {
  const input = sipInput({ agentId: agents.first, label: 'Desk' });
  const { phoneNumber, operation, userErrors } = await createSip(input);
  expect(userErrors).toEqual([]);
  expect(phoneNumber).toMatchObject({
    vendor: vendor.name,
    address: vendor.sipAddress(input.sipPrefix),
    acquisition: 'SIP_CREATED',
    label: 'Desk',
    agent: { id: agents.first },
  });
  expect(operation).toMatchObject({ kind: 'SIP_CREATE', status: 'SUCCEEDED' });
});

it('is done once for a key, and refuses the key of another address', async () => {
  const input = sipInput();
  const first = await createSip(input);
  expect(await createSip({ ...input, password: 'corrected' })).toEqual(first);
  expect(codesOf(await createSip({ ...input, sipPrefix: 'other' }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  expect(countCalls(app, vendor.name, 'createSip')).toBe(1);
});

it('is not supported where the vendor has no SIP domain', async () => {
  const payload = await createSip(sipInput({ vendor: vendorWithout('SIP_CREATE').name }));
  expect(payload).toMatchObject({ phoneNumber: null, operation: null });
  expect(payload.userErrors).toMatchObject([
    {
      code: 'NOT_SUPPORTED_BY_VENDOR',
      field: ['input', 'vendor'],
      message: expect.stringContaining('importSipNumber'),
    },
  ]);
});

it('refuses a login that is shorter than the vendor takes without repeating it', async () => {
  const before = await countOperations(app);
  const [username, password] = ['abcd', 'wxyz'].map((word) => word.padEnd(minLength, word).slice(0, minLength - 1));
  const payload = await createSip(sipInput({ username, password }));
  expect(payload).toMatchObject({ phoneNumber: null, operation: null });
  expect(codesOf(payload)).toEqual(['INVALID_INPUT', 'INVALID_INPUT']);
  expect(fieldsOf(payload)).toEqual(['username', 'password']);
  expect(JSON.stringify(payload)).not.toMatch(/abcd|wxyz/);
  expect(await countOperations(app)).toBe(before);
  expect(countCalls(app, vendor.name, 'createSip')).toBe(0);
});

it('refuses a call without an idempotency key as no request at all', async () => {
  const { idempotencyKey: _key, ...input } = sipInput();
  const { data, errors } = await app.graphql(documentOf('createSipNumber'), { input });
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(countCalls(app, vendor.name, 'createSip')).toBe(0);
});

it.each<[string, Record<string, unknown>, string]>([
  ['an empty prefix', { sipPrefix: '' }, 'sipPrefix'],
  ['a prefix with a domain', { sipPrefix: 'desk@sip.example.com' }, 'sipPrefix'],
  ['a prefix with a space', { sipPrefix: 'front desk' }, 'sipPrefix'],
  ['a prefix that begins with a dash', { sipPrefix: '-desk' }, 'sipPrefix'],
  ['a prefix of 65 characters', { sipPrefix: 'x'.repeat(65) }, 'sipPrefix'],
  ['a prefix of two lines', { sipPrefix: 'desk\n' }, 'sipPrefix'],
  ['a user name of two lines', { username: 'desk\nuser' }, 'username'],
  ['a user name of 5,000 characters', { username: 'x'.repeat(5_000) }, 'username'],
  ['a password of 256 characters', { password: 'x'.repeat(256) }, 'password'],
  ['an empty key', { idempotencyKey: '' }, 'idempotencyKey'],
  ['an empty agent', { agentId: ' ' }, 'agentId'],
  ['an empty label', { label: '' }, 'label'],
])('refuses %s', async (_mistake, changes, field) => {
  const payload = await createSip(sipInput(changes));
  expect(payload.operation).toBeNull();
  expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
  expect(fieldsOf(payload)).toEqual([field]);
  expect(JSON.stringify(payload)).not.toMatch(/long|user\b|xxx/);
});

it('stays open where the address is taken, perhaps by its own call, and repeats no word of the vendor', async () => {
  const taken = sipInput();
  // The sync of the start must not see it: then it would not be asked for.
  await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
  app.sandbox.control.addNumber({ vendor: vendor.name, number: taken.sipPrefix });
  const { userErrors, operation } = await createSip(taken);
  expect(operation?.status).toBe('PENDING');
  expect(userErrors).toMatchObject([
    { code: 'OUTCOME_UNKNOWN', message: expect.stringContaining(`${title} refused (HTTP 400); whether it acted`) },
  ]);
});

it('names the number where the address is known to be taken, and asks for nothing', async () => {
  const taken = sipInput();
  const { id } = app.sandbox.control.addNumber({ vendor: vendor.name, number: taken.sipPrefix });
  await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
  const { userErrors, operation } = await createSip(taken);
  expect(operation).toMatchObject({ status: 'FAILED', attempts: 0 });
  expect(userErrors).toMatchObject([
    {
      code: 'NUMBER_UNAVAILABLE',
      field: ['input', 'sipPrefix'],
      message: expect.stringContaining(toNumberId(vendor.name, id)),
    },
  ]);
});

it.each([
  ['500-after', 'SUCCEEDED'],
  ['500-before', 'FAILED'],
] as const)('is reconciled after a call that met %s', async (kind, status) => {
  const input = sipInput({ label: 'Kept' });
  app.sandbox.control.addFault({ vendor: vendor.name, operation: 'createSip', kind, times: 1 });
  const { operation, userErrors } = await createSip(input);
  expect(operation?.status).toBe('PENDING');
  expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', retryable: true, charged: 'NO' }]);
  await untilOperation(app, operation?.id, { status });
  const repeated = await createSip(input);
  expect(repeated.userErrors).toEqual([]);
  expect(repeated.phoneNumber).toMatchObject({ acquisition: 'SIP_CREATED', label: 'Kept' });
  expect(countCalls(app, vendor.name, 'createSip')).toBe(kind === '500-after' ? 1 : 2);
});
