import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VendorName } from '../../../src/domain/phone-number.ts';
import { codesOf, countOperations, documentOf, fieldsOf, mutate, untilOperation } from '../../support/mutations.ts';
import { countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, unlisted, vendorNames, vendorOf, vendorThat, vendorWith } from '../../support/vendors.ts';

const PASSWORD = 'correct horse battery';
const SECRET = 'half of a login';
const HOST = 'acme.pstn.twilio.com';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryPatienceSeconds: 0, recoveryIntervalSeconds: 0.2 });
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());
afterEach(() => app.sandbox.control.clearFaults());

const importSip = (input: object) => mutate(app, 'importSipNumber', input);
const countAt = (vendor: VendorName, number: unknown) =>
  app.sandbox.control.numbers(vendor).filter((one) => one.number === number).length;

let lastLine = 7000;

/** A number that no vendor sells, and no other test of this file brings in. */
function freeNumber(): string {
  lastLine += 1;
  return `+1201555${lastLine}`;
}

function importInput(vendor: VendorName, changes: Record<string, unknown> = {}) {
  return {
    idempotencyKey: randomUUID(),
    vendor,
    number: freeNumber(),
    terminationUri: HOST,
    username: 'trunk-user',
    password: PASSWORD,
    ...vendorOf(vendor).importMembers,
    ...changes,
  };
}

const importing = vendorNames.filter((name) => vendorOf(name).can('SIP_IMPORT'));
const others = vendorNames.filter((name) => !importing.includes(name));

describe.each(importing)('an import at %s', (vendor) => {
  it('brings the number in with its agent, its label and the host of its trunk', async () => {
    const input = importInput(vendor, { agentId: vendorOf(vendor).agents.second, label: 'Old line' });
    const { phoneNumber, operation, userErrors } = await importSip(input);
    const { linksWhenObtaining, labelIsMarker } = vendorOf(vendor).rules;
    // Where the vendor takes the agent in a call of its own, or has the marker in place of the label, that is one more.
    const attempts = linksWhenObtaining.imported && !labelIsMarker ? 1 : 2;
    expect(userErrors).toEqual([]);
    expect(phoneNumber).toMatchObject({
      address: input.number,
      acquisition: 'SIP_IMPORTED',
      label: 'Old line',
      agent: { id: vendorOf(vendor).agents.second },
      trunk: { terminationUri: HOST },
    });
    expect(operation).toMatchObject({
      kind: 'SIP_IMPORT',
      status: 'SUCCEEDED',
      attempts,
    });
    expect(app.sandbox.control.sales()).toEqual([]);
  });

  it('is done once for a key, whose password may be corrected and whose login may not be another', async () => {
    const input = importInput(vendor);
    const first = await importSip(input);
    expect(await importSip({ ...input, password: 'another one' })).toEqual(first);
    expect(codesOf(await importSip({ ...input, username: 'somebody else' }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(countCalls(app, vendor, 'import')).toBe(1);
  });

  it('with a new key names the number that is in already', async () => {
    const input = importInput(vendor);
    const first = await importSip(input);
    const { phoneNumber, operation, userErrors } = await importSip({ ...input, idempotencyKey: randomUUID() });
    expect(phoneNumber).toBeNull();
    expect(operation).toMatchObject({ status: 'FAILED', attempts: 0 });
    expect(userErrors).toMatchObject([
      {
        code: 'NUMBER_UNAVAILABLE',
        message: expect.stringContaining(first.phoneNumber?.id ?? '?'),
        charged: 'NO',
        retryable: false,
      },
    ]);
    expect(countCalls(app, vendor, 'import')).toBe(1);
  });

  it('of a number that nobody knew to be in stays open: it may have come of this very call', async () => {
    const input = importInput(vendor);
    app.sandbox.control.addNumber({ vendor, number: String(input['number']) });
    const { operation, userErrors } = await importSip(input);
    expect(operation?.status).toBe('PENDING');
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', retryable: true }]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an impossible number', { number: '+1415' }, 'number'],
    ['a host with its scheme', { terminationUri: `sip:${HOST}` }, 'terminationUri'],
    ['a host with a path', { terminationUri: `${HOST}/x` }, 'terminationUri'],
    ['no host', { terminationUri: '' }, 'terminationUri'],
    ['no user name', { username: '' }, 'username'],
    ['no password', { password: '' }, 'password'],
    ['a user name of two lines', { username: `trunk\n${SECRET}` }, 'username'],
    ['a user name of 256 characters', { username: SECRET.padEnd(256, 'x') }, 'username'],
    ['a password of two lines', { password: `${SECRET}\r\nVia: x` }, 'password'],
    ['a password with a control character of Latin 1', { password: `${SECRET}\u0085` }, 'password'],
    ['a password of 256 characters', { password: SECRET.padEnd(256, 'x') }, 'password'],
    ['a carrier of two lines', { carrier: 'one\ntwo' }, 'carrier'],
    ['a carrier of 5,000 characters', { carrier: 'x'.repeat(5_000) }, 'carrier'],
    ['a host of two lines', { terminationUri: `${HOST}\n` }, 'terminationUri'],
    ['an agent of two lines', { agentId: 'one\ntwo' }, 'agentId'],
    ['an empty label', { label: '' }, 'label'],
    ['a key with a space', { idempotencyKey: 'a b' }, 'idempotencyKey'],
    ['an empty agent', { agentId: '' }, 'agentId'],
  ])('is refused before anything is written for %s', async (_mistake, changes, field) => {
    const before = await countOperations(app);
    const payload = await importSip(importInput(vendor, changes));
    expect(payload).toMatchObject({ phoneNumber: null, operation: null });
    expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
    expect(fieldsOf(payload)).toEqual([field]);
    // A sentence that names the thing: clients show it where they do not know of fields.
    expect(payload.userErrors[0]?.message).toMatch(/\b(numbers?|host|username|password|label|key|agent id|carrier)\b/);
    expect(JSON.stringify(payload)).not.toContain(PASSWORD);
    expect(JSON.stringify(payload)).not.toContain(SECRET);
    expect(await countOperations(app)).toBe(before);
    expect(countCalls(app, vendor, 'import')).toBe(0);
  });

  it.each([
    ['of one character', { username: 'u', password: 'p' }],
    ['of 255 characters', { username: 'u'.repeat(255), password: 'p'.repeat(255) }],
    ['beyond ASCII', { username: 'größe', password: 'пароль' }],
  ])('takes a login %s, which is its carrier’s to judge', async (_length, login) => {
    const input = importInput(vendor, login);
    expect((await importSip(input)).userErrors).toEqual([]);
    expect(countAt(vendor, input.number)).toBe(1);
  });

  it('shows no words of the vendor, which may repeat the login', async () => {
    const message = `login trunk-user:${PASSWORD} is wrong`;
    app.sandbox.control.addFault({ vendor, operation: 'import', kind: 'refuse', message, times: 1 });
    const payload = await importSip(importInput(vendor));
    expect(codesOf(payload)).toEqual(['VENDOR_REJECTED']);
    expect(payload.userErrors[0]?.message).toMatch(/ refused \(HTTP 400\)\.( |$)/);
    expect(JSON.stringify(payload)).not.toContain(PASSWORD);
    expect(JSON.stringify(payload)).not.toContain('trunk-user');
  });
});

it.for(others)('is not supported at %s, which imports no numbers', async (vendor) => {
  const payload = await importSip(importInput(vendor));
  expect(payload.operation).toBeNull();
  expect(codesOf(payload)).toEqual(['NOT_SUPPORTED_BY_VENDOR']);
});

it('refuses a call without an idempotency key as no request at all', async () => {
  const { idempotencyKey: _key, ...input } = importInput(listed.name);
  const { data, errors } = await app.graphql(documentOf('importSipNumber'), { input });
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(countCalls(app, listed.name, 'import')).toBe(0);
});

it.each<[string, Record<string, unknown>]>([
  ['no carrier', { carrier: null }],
  ['a carrier it does not import from', { carrier: 'acme' }],
])('refuses %s where the vendor asks for one of its carriers', async (_mistake, changes) => {
  const { name } = vendorThat('asks for a carrier', ({ rules }) => rules.importCarriers !== null);
  const payload = await importSip(importInput(name, changes));
  expect(payload.operation).toBeNull();
  expect(fieldsOf(payload)).toEqual(['carrier']);
});

it('refuses no agent where the vendor needs one', async () => {
  const { name } = vendorThat('needs agents', ({ rules, can }) => rules.agentRequired && can('SIP_IMPORT'));
  const payload = await importSip(importInput(name, { agentId: null }));
  expect(payload.operation).toBeNull();
  expect(fieldsOf(payload)).toEqual(['agentId']);
});

it('routes inbound calls where the vendor does, and refuses to elsewhere', async () => {
  const { name, agents } = vendorWith('INBOUND_ROUTING', 'SIP_IMPORT');
  const inboundRouting = { agentId: agents.second, voicemailMessage: 'Hello' };
  const routed = await importSip(importInput(name, { inboundRouting }));
  expect(routed.phoneNumber?.inboundRouting).toEqual({
    agent: { id: agents.second },
    fallbackAgent: null,
    voicemailMessage: 'Hello',
  });
  const without = vendorThat('imports and does not route', ({ can }) => can('SIP_IMPORT') && !can('INBOUND_ROUTING'));
  const refused = await importSip(importInput(without.name, { inboundRouting: { agentId: without.agents.first } }));
  expect(codesOf(refused)).toEqual(['NOT_SUPPORTED_BY_VENDOR']);
  expect(fieldsOf(refused)).toEqual(['inboundRouting']);
  expect(refused.operation).toBeNull();
});

describe('an import whose answer is lost', () => {
  const isOpen = {
    phoneNumber: null,
    operation: { status: 'PENDING' },
    userErrors: [{ code: 'OUTCOME_UNKNOWN', retryable: true, charged: 'NO' }],
  };

  async function importInto(vendor: VendorName, kind: '500-before' | '500-after', changes = {}) {
    const input = importInput(vendor, changes);
    app.sandbox.control.addFault({ vendor, operation: 'import', kind, times: 1 });
    const payload = await importSip(input);
    expect(payload).toMatchObject(isOpen);
    return { input, id: payload.operation?.id };
  }

  it('is found and finished where the vendor lists its numbers', async () => {
    const changes = { agentId: listed.agents.first, label: 'Found' };
    const { input, id } = await importInto(listed.name, '500-after', changes);
    const { phoneNumber } = await untilOperation(app, id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(phoneNumber).toMatchObject({
      address: input.number,
      acquisition: 'SIP_IMPORTED',
      label: 'Found',
      agent: { id: listed.agents.first },
      trunk: { terminationUri: HOST },
    });
    expect(countCalls(app, listed.name, 'import')).toBe(1);
  });

  it('fails where it did not happen, and a repeat brings the number in', async () => {
    const { input, id } = await importInto(listed.name, '500-before');
    const failed = await untilOperation(app, id, { status: 'FAILED' });
    expect(failed.userErrors).toMatchObject([{ retryable: true, charged: 'NO' }]);
    expect(countCalls(app, listed.name, 'import')).toBe(1);
    expect((await importSip(input)).phoneNumber?.address).toBe(input.number);
    expect(countAt(listed.name, input.number)).toBe(1);
  });

  it.each(['500-before', '500-after'] as const)(
    'to %s waits for a person where the vendor lists no numbers',
    async (kind) => {
      const { input, id } = await importInto(unlisted.name, kind);
      const waiting = await untilOperation(app, id, { status: 'NEEDS_ATTENTION' });
      expect(waiting.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'NO' }]);
      expect((await importSip(input)).operation).toEqual(waiting);
      expect(countCalls(app, unlisted.name, 'import')).toBe(1);
    },
  );
});
