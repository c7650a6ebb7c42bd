import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { twilio } from '../../../src/vendors/twilio/index.ts';
import { type Client, createClient, listAt, textAt } from '../../support/sandbox-client.ts';
import { credentials, numbers, root, vendorId } from './harness.ts';

const all = `${numbers}.json`;
const one = `${numbers}/${vendorId}.json`;
const newNumber = '+14155580123';

let sandbox: Sandbox;
let call: Client;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [twilio] });
  call = createClient(sandbox.urlOf('TWILIO'), credentials);
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

const post = (path: string, form: Record<string, string>) => call('POST', path, { body: new URLSearchParams(form) });

test('a number that was bought is called by itself where no name was sent', async () => {
  const { status, body } = await post(all, { PhoneNumber: newNumber });
  expect(status).toBe(201);
  expect(body).toMatchObject({ phone_number: newNumber, friendly_name: '(415) 558-0123', status: 'in-use' });
  expect(textAt(body, 'date_created')).toMatch(/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/);
  expect(sandbox.control.sales()).toHaveLength(1);
});

test('a purchase of what the account has is answered as one, and changes it', async () => {
  const { body: first } = await post(all, { PhoneNumber: newNumber, FriendlyName: 'First' });
  const { status, body: second } = await post(all, { PhoneNumber: newNumber, FriendlyName: 'Second' });
  expect(status).toBe(201);
  expect(second).toMatchObject({ sid: textAt(first, 'sid'), friendly_name: 'Second' });
  expect(textAt(second, 'date_created')).toBe(textAt(first, 'date_created'));
  expect(sandbox.control.sales()).toHaveLength(1);
});

test('a purchase by area code buys another number each time', async () => {
  await post(all, { AreaCode: '415' });
  await post(all, { AreaCode: '416' });
  await post(all, { AreaCode: '415' });
  const sold = sandbox.control.sales().map(({ number }) => number);
  expect(sold).toEqual(['+14155580100', '+14165580100', '+14155580101']);
});

test.each([
  ['neither a number nor an area code', {}, null],
  ['what is no number', { PhoneNumber: '4155580123' }, 21421],
  ['a number of somebody else', { PhoneNumber: '+14155550123' }, 21422],
  ['no area code', { AreaCode: '41' }, 21451],
  ['an area code without stock', { AreaCode: '555' }, 21452],
  ['a number that needs papers', { PhoneNumber: '+4915123458123' }, 21649],
  ['a name that is too long', { PhoneNumber: newNumber, FriendlyName: 'x'.repeat(65) }, null],
])('a purchase with %s is refused with 400', async (_what, form, code) => {
  const { status, body } = await post(all, form);
  expect({ status, body }).toMatchObject({ status: 400, body: { code, status: 400 } });
  expect(sandbox.control.sales()).toEqual([]);
});

test('a body that is no form has no members', async () => {
  expect(await call('POST', all, { body: { PhoneNumber: newNumber } })).toMatchObject({ status: 400 });
});

test('a number is named, tied to a trunk or to an application, and given back once', async () => {
  expect((await post(one, { FriendlyName: 'Night desk' })).body).toMatchObject({ friendly_name: 'Night desk' });
  const application = `AP${'0'.repeat(32)}`;
  const tied = { trunk_sid: null, voice_application_sid: application };
  expect((await post(one, { VoiceApplicationSid: application })).body).toMatchObject(tied);
  const trunk = `TK${'0'.repeat(32)}`;
  expect((await post(one, { TrunkSid: trunk })).body).toMatchObject({ trunk_sid: trunk, voice_application_sid: '' });
  const statuses = [await call('DELETE', one), await call('DELETE', one), await call('GET', one)];
  expect(statuses.map(({ status }) => status)).toEqual([204, 404, 404]);
});

test('the list is walked by the address that it gives, in step while numbers come and go', async () => {
  const first = await call('GET', all, { query: { PageSize: '2' } });
  await call('DELETE', one);
  await post(all, { PhoneNumber: newNumber });
  const second = await call('GET', textAt(first.body, 'next_page_uri'));
  const shown = [first, second].flatMap(({ body }) => listAt(body, 'incoming_phone_numbers'));
  expect(shown.map((item) => textAt(item, 'phone_number'))).toEqual([
    '+14155580160',
    '+12125580175',
    '+442079460176',
    newNumber,
  ]);
  expect(second.body).toMatchObject({ next_page_uri: null });
  expect(await call('GET', all, { query: { PageToken: 'made-up' } })).toMatchObject({ body: { code: 21481 } });
});

test.each([
  [{ PhoneNumber: '+14155580160' }, ['+14155580160']],
  [{ PhoneNumber: '5580' }, ['+14155580160', '+12125580175']],
  [{ PhoneNumber: '558*1**' }, ['+14155580160', '+12125580175']],
  [{ FriendlyName: 'London' }, ['+442079460176']],
])('the list shows those that %j asks for', async (query, expected) => {
  const { body } = await call('GET', all, { query });
  expect(listAt(body, 'incoming_phone_numbers').map((item) => textAt(item, 'phone_number'))).toEqual(expected);
});

test('a search leaves out what is sold with an address only, where it is told to', async () => {
  const path = `${root}/AvailablePhoneNumbers/FR/Local.json`;
  const shown = await call('GET', path);
  const left = await call('GET', path, { query: { ExcludeAllAddressRequired: 'true' } });
  expect(listAt(shown.body, 'available_phone_numbers')[0]).toMatchObject({ address_requirements: 'any' });
  expect(listAt(left.body, 'available_phone_numbers')).toEqual([]);
});

test.each([
  ['the token alone', { authorization: `Basic ${Buffer.from(':token').toString('base64')}` }],
  ['a bearer token', { authorization: 'Bearer sandbox' }],
  ['no login', {}],
])('a call with %s is refused', async (_what, headers) => {
  expect(await createClient(sandbox.urlOf('TWILIO'), headers)('GET', all)).toMatchObject({
    status: 401,
    body: { code: 20003, status: 401 },
  });
});

test('what is asked for by a wrong name is not found', async () => {
  const missing = [
    `${root}/AvailablePhoneNumbers/US/Fax.json`,
    `${root}/AvailablePhoneNumbers/XX.json`,
    '/v1/Trunks/one',
  ];
  for (const path of missing) expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 20404 } });
});
