import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, fieldsOf, mutate } from '../../support/mutations.ts';
import { buy, countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, vendorThat, vendorWith } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const { name, importMembers } = vendorWith('SIP_IMPORT', 'LIST');
let lastLine = 8000;

function freeNumber(): string {
  lastLine += 1;
  return `+1201555${lastLine}`;
}

function importWith(changes: Record<string, unknown>) {
  const login = { username: 'trunk-user', password: 'long enough' };
  const trunk = { number: freeNumber(), terminationUri: 'trunk.example.com' };
  const input = { idempotencyKey: randomUUID(), vendor: name, ...trunk, ...login, ...importMembers, ...changes };
  return mutate(app, 'importSipNumber', input);
}

describe('the host of a trunk', () => {
  it.each([
    ['', 'is missing'],
    [':5060', 'is missing before the port'],
    ['sip:trunk.example.com', 'without its scheme'],
    ['https://trunk.example.com', 'without its scheme'],
    ['trunk.example.com/x', 'without a path or parameters'],
    ['trunk.example.com;transport=tls', 'without a path or parameters'],
    ['acme@trunk.example.com', 'without the user'],
    ['[2001:db8::1]:5060', 'not an IPv6 address'],
    ['2001:db8::1', 'not an IPv6 address'],
    ['trunk.example.com:', 'a port from 1 to 65535'],
    ['trunk.example.com:0', 'a port from 1 to 65535'],
    ['trunk.example.com:99999', 'a port from 1 to 65535'],
    ['trunk.example.com:65536', 'a port from 1 to 65535'],
    ['trunk.example.com:05060', 'without leading zeros'],
    ['trunk.example.com:sips', 'a port from 1 to 65535'],
    ['203.0.113.5:0', 'a port from 1 to 65535'],
    ['203.0.113.999', 'four numbers from 0 to 255'],
    ['203.0.113', 'four numbers from 0 to 255'],
    ['203.0.113.5.6', 'four numbers from 0 to 255'],
    ['203.0.113.05', 'without leading zeros'],
    ['0xcb.0.113.0x05', 'four numbers from 0 to 255'],
    ['3405803781', 'four numbers from 0 to 255'],
    ['trunk.example.com.', 'ends without a dot'],
    ['203.0.113.5.', 'ends without a dot'],
    ['trunk..example.com', 'something between any two dots'],
    ['.example.com', 'something between any two dots'],
    ['-trunk.example.com', 'letters a to z, digits, dots, and dashes'],
    ['trunk-.example.com', 'letters a to z, digits, dots, and dashes'],
    ['trunk_1.example.com', 'letters a to z, digits, dots, and dashes'],
    ['trunk example.com', 'letters a to z, digits, dots, and dashes'],
    ['trunk\u200b.example.com', 'letters a to z, digits, dots, and dashes'],
    ['größe.example.com', 'letters a to z, digits, dots, and dashes'],
    [`${'x'.repeat(64)}.example.com`, '63 characters between two dots'],
    [`${'x.'.repeat(127)}com`, '253 characters'],
  ])('is not %j, and the message says why', async (terminationUri, why) => {
    const payload = await importWith({ terminationUri });
    expect(payload.operation).toBeNull();
    expect(payload.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'terminationUri'], message: expect.stringContaining(why) },
    ]);
  });

  it.each([
    ['trunk.example.com:1', 'trunk.example.com:1'],
    ['trunk.example.com:65535', 'trunk.example.com:65535'],
    ['Trunk.Example.COM:5060', 'trunk.example.com:5060'],
    ['203.0.113.5', '203.0.113.5'],
    ['203.0.113.5:5061', '203.0.113.5:5061'],
    ['trunk', 'trunk'],
    ['xn--gre-6ka8o.example.com', 'xn--gre-6ka8o.example.com'],
    ['1and1.example.com', '1and1.example.com'],
  ])('may be %j', async (given, terminationUri) => {
    const { phoneNumber, userErrors } = await importWith({ terminationUri: given });
    expect(userErrors).toEqual([]);
    expect(phoneNumber?.trunk).toEqual({ terminationUri });
  });
});

it('a carrier is the one meant, in letters of either case', async () => {
  const asking = vendorThat(
    'asks for a carrier',
    ({ rules, can }) => rules.importCarriers !== null && can('SIP_IMPORT'),
  );
  const [carrier = ''] = asking.rules.importCarriers ?? [];
  for (const spelling of [carrier.toUpperCase(), ` ${carrier.charAt(0).toUpperCase()}${carrier.slice(1)}`]) {
    const { userErrors } = await importWith({ vendor: asking.name, ...asking.importMembers, carrier: spelling });
    expect(userErrors).toEqual([]);
  }
});

it.each([
  ['blanks around it', '  Front desk\t', 'Front desk'],
  ['letters in two parts', 'Cafe\u0301', 'Café'],
  ['a mark of direction, which stays', 'Büro \u200f12', 'Büro \u200f12'],
  ['an emoji of several characters, which stays', '👩\u200d💻', '👩\u200d💻'],
])('a label with %s is on record in its one spelling', async (_with, label, expected) => {
  const { phoneNumber } = await importWith({ label });
  expect(phoneNumber?.label).toBe(expected);
  const keeping = vendorThat('keeps labels', ({ can }) => can('LABEL'));
  const bought = await buy(app, keeping.name, { label });
  expect(bought.label).toBe(expected);
  const atVendor = app.sandbox.control.numbers(keeping.name).find(({ number }) => number === bought.address);
  expect(atVendor?.label).toBe(expected);
});

it.each([
  ['nothing that can be seen', '\u200b\u200e\ufeff'],
  ['a line separator', 'one\u2028two'],
  ['a paragraph separator', 'one\u2029two'],
])('a label with %s is refused', async (_with, label) => {
  const payload = await importWith({ label });
  expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
  expect(fieldsOf(payload)).toEqual(['label']);
});

it('a login that lost a character on its way here is refused, and is not shown', async () => {
  app.sandbox.control.clearCalls();
  for (const member of ['username', 'password']) {
    const payload = await importWith({ [member]: 'gr\ufffd\ufffder' });
    expect(payload.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', member], message: expect.stringContaining('UTF-8') },
    ]);
    expect(JSON.stringify(payload)).not.toContain('\ufffd');
  }
  expect(countCalls(app, name, 'import')).toBe(0);
});

it('a SIP user in capitals is the same as in small letters', async () => {
  const { name: vendor, sipAddress } = vendorWith('SIP_CREATE', 'LIST');
  const login = { username: 'desk-user', password: 'long enough' };
  const create = (sipPrefix: string) =>
    mutate(app, 'createSipNumber', { idempotencyKey: randomUUID(), vendor, sipPrefix, ...login });
  expect((await create('Night-Desk')).phoneNumber?.address).toBe(sipAddress('night-desk'));
  expect(codesOf(await create('NIGHT-DESK'))).toEqual(['NUMBER_UNAVAILABLE']);
});

it('a number is adopted by its id in letters of either case', async () => {
  const vendor = vendorThat('says that ids of numbers are UUIDs', ({ rules }) => rules.numberId !== null);
  const [number] = app.sandbox.control.numbers(vendor.name);
  const vendorId = number?.id.toUpperCase();
  const adopted = await mutate(app, 'adoptNumber', { vendor: vendor.name, vendorId });
  expect(adopted.phoneNumber?.vendorId).toBe(number?.id);
  expect(vendorId).not.toBe(number?.id);
});

describe('a key', () => {
  const same: readonly [string, Record<string, unknown>, Record<string, unknown>][] = [
    ['number', { number: '+44 (0)20 7946 0301' }, { number: '+442079460301' }],
    ['label', { label: ' Desk ' }, { label: 'Desk' }],
    ['label, as it is composed', { label: 'Cafe\u0301' }, { label: 'Café' }],
    ['host', { terminationUri: 'Trunk.Example.com' }, { terminationUri: 'trunk.example.com' }],
    ['carrier', { carrier: 'Twilio' }, { carrier: 'twilio' }],
  ];

  it.each(same)('is the same for another spelling of its %s', async (_member, first, second) => {
    const input = { idempotencyKey: randomUUID(), number: freeNumber() };
    const done = await importWith({ ...input, ...first });
    expect(done.userErrors).toEqual([]);
    expect(await importWith({ ...input, ...second })).toEqual(done);
  });

  it('is the same for another spelling of an agent, and of no message', async () => {
    const vendor = vendorThat('routes to UUIDs', ({ rules, can }) => rules.agentId !== null && can('INBOUND_ROUTING'));
    const { first } = vendor.agents;
    const input = { idempotencyKey: randomUUID(), vendor: vendor.name, areaCode: '415' };
    const purchase = (agentId: string, inboundRouting: object) =>
      mutate(app, 'purchaseNumber', { ...input, agentId, inboundRouting: { agentId, ...inboundRouting } });
    const done = await purchase(first, {});
    expect(done.userErrors).toEqual([]);
    expect(await purchase(first.toUpperCase(), { voicemailMessage: '' })).toEqual(done);
    expect(await purchase(first, { voicemailMessage: ' ' })).toEqual(done);
    expect(codesOf(await purchase(first, { voicemailMessage: 'Hello' }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('is another for another login in capitals', async () => {
    const input = { idempotencyKey: randomUUID(), number: freeNumber(), vendor: listed.name };
    await importWith({ ...input, username: 'trunk-user' });
    expect(codesOf(await importWith({ ...input, username: 'Trunk-User' }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });
});
