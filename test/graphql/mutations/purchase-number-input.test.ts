import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codesOf, countOperations, documentOf, fieldsOf, mutate } from '../../support/mutations.ts';
import { agents, purchaseInput } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  // So that the first read of the vendors is over, and every call from here on belongs to a test.
  await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());

/** Sends a purchase that must be refused without a trace in the ledger or at a vendor. */
async function refused(vendor: 'ONEINBOX' | 'VOGENT', changes: Record<string, unknown>) {
  const payload = await mutate(app, 'purchaseNumber', purchaseInput(vendor, { areaCode: '415', ...changes }));
  expect(payload).toMatchObject({ phoneNumber: null, operation: null });
  expect(payload.userErrors.map(({ retryable, charged }) => ({ retryable, charged }))).toEqual(
    payload.userErrors.map(() => ({ retryable: false, charged: 'NO' })),
  );
  expect(await countOperations(app)).toBe(0);
  expect(app.sandbox.control.calls()).toEqual([]);
  return payload;
}

const long = (length: number) => 'x'.repeat(length);

const everywhere: [string, Record<string, unknown>, string][] = [
  ['an empty key', { idempotencyKey: '' }, 'idempotencyKey'],
  ['a key with a space', { idempotencyKey: 'order 7' }, 'idempotencyKey'],
  ['a key of 256 characters', { idempotencyKey: long(256) }, 'idempotencyKey'],
  ['a key beyond ASCII', { idempotencyKey: 'größe' }, 'idempotencyKey'],
  ['a number that cannot be one', { areaCode: null, number: '+1415' }, 'number'],
  ['a number without its country code', { areaCode: null, number: '415 555 0100' }, 'number'],
  ['words for a number', { areaCode: null, number: 'any' }, 'number'],
  ['a number together with an area code', { number: '+14155550151' }, 'number'],
  ['a number together with digits to contain', { areaCode: null, number: '+14155550151', contains: '55' }, 'number'],
  ['an area code of four digits in the US', { areaCode: '4155' }, 'areaCode'],
  ['an area code that begins with 1 in the US', { areaCode: '115' }, 'areaCode'],
  ['an empty area code', { areaCode: '' }, 'areaCode'],
  ['a sign to contain', { contains: '#55' }, 'contains'],
  ['nothing to contain', { contains: '' }, 'contains'],
  ['an empty label', { label: '' }, 'label'],
  ['a label of blanks', { label: '   ' }, 'label'],
  ['a label of 256 characters', { label: long(256) }, 'label'],
  ['an empty agent', { agentId: '' }, 'agentId'],
];

describe.each(['ONEINBOX', 'VOGENT'] as const)('a purchase at %s is refused before anything is written', (vendor) => {
  it.each(everywhere)('for %s', async (_mistake, changes, field) => {
    const payload = await refused(vendor, changes);
    expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
    expect(fieldsOf(payload)).toEqual([field]);
  });

  it('for several mistakes, naming each of them', async () => {
    const payload = await refused(vendor, {
      idempotencyKey: 'two words',
      areaCode: '4155',
      contains: '#',
      label: '',
      agentId: '',
    });
    expect(fieldsOf(payload)).toEqual(['idempotencyKey', 'areaCode', 'contains', 'agentId', 'label']);
  });

  it('for a country that there is not', async () => {
    const areaCode = vendor === 'VOGENT' ? '415' : null;
    const payload = await refused(vendor, { country: 'ZZ', areaCode });
    expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
    expect(fieldsOf(payload)).toEqual(['country']);
  });
});

it.each<['ONEINBOX' | 'VOGENT', string, Record<string, unknown>, string]>([
  ['VOGENT', 'an area code left out', { areaCode: null }, 'areaCode'],
  ['VOGENT', 'letters to contain', { contains: 'PIZZA' }, 'contains'],
  ['ONEINBOX', 'an area code outside the US and Canada', { country: 'GB', areaCode: '20' }, 'areaCode'],
  ['ONEINBOX', 'an agent left out', { agentId: undefined }, 'agentId'],
  ['ONEINBOX', 'an agent that is null', { agentId: null }, 'agentId'],
  ['ONEINBOX', 'an agent that is no UUID', { agentId: 'reception' }, 'agentId'],
  ['ONEINBOX', 'a routing to no UUID', { inboundRouting: { agentId: 'reception' } }, 'inboundRouting.agentId'],
  [
    'ONEINBOX',
    'a fallback that is no UUID',
    { inboundRouting: { agentId: agents.ONEINBOX.first, fallbackAgentId: 'night' } },
    'inboundRouting.fallbackAgentId',
  ],
  [
    'ONEINBOX',
    'a voicemail text of 1001 characters',
    { inboundRouting: { agentId: agents.ONEINBOX.first, voicemailMessage: long(1001) } },
    'inboundRouting.voicemailMessage',
  ],
])('refuses at %s %s', async (vendor, _mistake, changes, field) => {
  const payload = await refused(vendor, changes);
  expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
  expect(fieldsOf(payload)).toEqual([field]);
});

it('refuses inbound routing where the vendor has none, and says what to do instead', async () => {
  const payload = await refused('VOGENT', { inboundRouting: { agentId: agents.VOGENT.first } });
  expect(payload.userErrors).toMatchObject([
    {
      code: 'NOT_SUPPORTED_BY_VENDOR',
      field: ['input', 'inboundRouting'],
      message: expect.stringContaining('linkNumberToAgent'),
    },
  ]);
});

it('answers what is no purchase at all with a GraphQL error, and writes nothing', async () => {
  const { data, errors } = await app.graphql(documentOf('purchaseNumber'), {
    input: { ...purchaseInput('VOGENT'), vendor: 'ACME' },
  });
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(await countOperations(app)).toBe(0);
});

it('accepts the longest key and the longest label', async () => {
  const fresh = await startTestApp();
  try {
    const input = purchaseInput('VOGENT', { idempotencyKey: long(255), label: long(255) });
    const { userErrors, phoneNumber, operation } = await mutate(fresh, 'purchaseNumber', input);
    expect(userErrors).toEqual([]);
    expect(phoneNumber?.label).toBe(long(255));
    expect(operation?.idempotencyKey).toBe(long(255));
  } finally {
    await fresh.stop();
  }
});
