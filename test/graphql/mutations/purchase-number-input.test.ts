import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VendorName } from '../../../src/domain/phone-number.ts';
import type { VendorRules } from '../../../src/vendors/vendor-rules.ts';
import { codesOf, countOperations, documentOf, fieldsOf, mutate } from '../../support/mutations.ts';
import { purchaseInput } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import {
  listed,
  type TestVendor,
  vendorOf,
  vendorsWith,
  vendorsWithout,
  vendorThat,
  vendorWithout,
} from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  // So that the first read of the vendors is over, and every call from here on belongs to a test.
  await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());

/** Sends a purchase that must be refused without a trace in the ledger or at a vendor. */
async function refused(vendor: VendorName, changes: Record<string, unknown>) {
  const payload = await mutate(app, 'purchaseNumber', purchaseInput(vendor, { areaCode: '415', ...changes }));
  expect(payload).toMatchObject({ phoneNumber: null, operation: null });
  expect(payload.userErrors.map(({ retryable, charged }) => ({ retryable, charged }))).toEqual(
    payload.userErrors.map(() => ({ retryable: false, charged: 'NO' })),
  );
  expect(await countOperations(app)).toBe(0);
  // A list may be read at any time, as what is known of it grows old.
  expect(app.sandbox.control.calls().filter(({ operation }) => operation !== 'list')).toEqual([]);
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
];

describe.each(vendorsWith('SEARCH'))('a purchase at %s is refused before anything is written', (vendor) => {
  it.each(everywhere)('for %s', async (_mistake, changes, field) => {
    const payload = await refused(vendor, changes);
    expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
    expect(fieldsOf(payload)).toEqual([field]);
  });

  it('for an empty agent, or for any where the vendor has none', async () => {
    const payload = await refused(vendor, { agentId: '' });
    expect(codesOf(payload)).toEqual([vendorOf(vendor).can('LINK') ? 'INVALID_INPUT' : 'NOT_SUPPORTED_BY_VENDOR']);
    expect(fieldsOf(payload)).toEqual(['agentId']);
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
    const areaCode = vendorOf(vendor).rules.areaCode === 'REQUIRED' ? '415' : null;
    const payload = await refused(vendor, { country: 'ZZ', areaCode });
    expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
    expect(fieldsOf(payload)).toEqual(['country']);
  });
});

/** The first vendor whose rules are such. */
const where = (what: string, fits: (rules: VendorRules) => boolean) => vendorThat(what, ({ rules }) => fits(rules));
const withAreaCodes = where('needs area codes', ({ areaCode }) => areaCode === 'REQUIRED');
const withDigits = where('searches for digits only', ({ contains }) => contains?.pattern.test('PIZZA') === false);
const withFewAreaCodes = where('knows area codes in some countries', (rules) => rules.areaCodeCountries !== null);
const withAgents = where('needs agents', ({ agentRequired }) => agentRequired);
const withAgentIds = where('says what agent ids look like', ({ agentId }) => agentId !== null);
const routing = vendorThat(
  'routes to agents whose ids it describes',
  ({ can, rules }) => can('INBOUND_ROUTING') && rules.agentId !== null,
);
const { first } = routing.agents;

it.each<[string, TestVendor, Record<string, unknown>, string]>([
  ['an area code left out', withAreaCodes, { areaCode: null }, 'areaCode'],
  ['letters to contain', withDigits, { contains: 'PIZZA' }, 'contains'],
  ['an area code outside its countries', withFewAreaCodes, { country: 'GB', areaCode: '20' }, 'areaCode'],
  ['an agent left out', withAgents, { agentId: undefined }, 'agentId'],
  ['an agent that is null', withAgents, { agentId: null }, 'agentId'],
  ['an agent whose id can be none of its', withAgentIds, { agentId: 'reception' }, 'agentId'],
  ['a routing to no agent', routing, { inboundRouting: { agentId: 'reception' } }, 'inboundRouting.agentId'],
  [
    'a fallback that is no agent',
    routing,
    { inboundRouting: { agentId: first, fallbackAgentId: 'night' } },
    'inboundRouting.fallbackAgentId',
  ],
  [
    'a voicemail text of 1001 characters',
    routing,
    { inboundRouting: { agentId: first, voicemailMessage: long(1001) } },
    'inboundRouting.voicemailMessage',
  ],
])('refuses %s where the vendor’s rules do', async (_mistake, { name }, changes, field) => {
  const payload = await refused(name, changes);
  expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
  expect(fieldsOf(payload)).toEqual([field]);
});

it.each(
  vendorsWithout('SEARCH')
    .filter((name) => vendorOf(name).can('PURCHASE'))
    .flatMap((name) => [
      [name, 'number', { areaCode: null, number: '+14155550151' }] as const,
      [name, 'contains', { contains: '55' }] as const,
    ]),
)('is not supported at %s, which picks numbers itself, if %s is given', async (name, member, changes) => {
  const payload = await refused(name, changes);
  expect(codesOf(payload)).toEqual(['NOT_SUPPORTED_BY_VENDOR']);
  expect(fieldsOf(payload)).toEqual([member]);
});

it('refuses inbound routing where the vendor has none, and says what to do instead', async () => {
  const { name, agents } = vendorWithout('INBOUND_ROUTING');
  const payload = await refused(name, { inboundRouting: { agentId: agents.first } });
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
    input: { ...purchaseInput(listed.name), vendor: 'ACME' },
  });
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(await countOperations(app)).toBe(0);
});

it('accepts the longest key and the longest label', async () => {
  const fresh = await startTestApp();
  try {
    const input = purchaseInput(listed.name, { idempotencyKey: long(255), label: long(255) });
    const { userErrors, phoneNumber, operation } = await mutate(fresh, 'purchaseNumber', input);
    expect(userErrors).toEqual([]);
    expect(phoneNumber?.label).toBe(long(255));
    expect(operation?.idempotencyKey).toBe(long(255));
  } finally {
    await fresh.stop();
  }
});
