import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { elevenLabs } from '../../../src/vendors/elevenlabs/index.ts';
import { type Client, createClient, listAt, textAt } from '../../support/sandbox-client.ts';
import { agentId, credentials, otherAgentId, pagedRoot, root, vendorId } from './harness.ts';

const vendor = elevenLabs.name;
const path = `${root}/${vendorId}`;
const trunk = { address: 'trunk.example', credentials: { username: 'acme-user', password: 'example-password' } };
const overTrunk = {
  provider: 'sip_trunk',
  phone_number: '+442079460123',
  label: 'Desk',
  outbound_trunk_config: trunk,
};

let sandbox: Sandbox;
let call: Client;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [elevenLabs] });
  call = createClient(sandbox.urlOf(vendor), credentials);
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

const importNumber = (difference: object = {}) => call('POST', root, { body: { ...overTrunk, ...difference } });

describe('an import', () => {
  test('is answered with its id alone, and shows its trunk without the login', async () => {
    const imported = await importNumber();
    expect(imported).toMatchObject({ status: 200, body: { phone_number_id: expect.stringMatching(/^phnum_/) } });
    expect(Object.keys(Object(imported.body))).toEqual(['phone_number_id']);
    const shown = await call('GET', `${root}/${textAt(imported.body, 'phone_number_id')}`);
    expect(shown.body).toMatchObject({
      phone_number: '+442079460123',
      label: 'Desk',
      provider: 'sip_trunk',
      assigned_agent: null,
      outbound_trunk: { address: 'trunk.example', has_auth_credentials: true, username: null },
    });
    expect(shown.text).not.toContain('example-password');
    expect(sandbox.control.sales()).toEqual([]);
  });

  test('takes an agent, as newer schemas do', async () => {
    const imported = await importNumber({ agent_id: otherAgentId });
    const shown = await call('GET', `${root}/${textAt(imported.body, 'phone_number_id')}`);
    expect(shown.body).toMatchObject({ assigned_agent: { agent_id: otherAgentId, agent_name: 'Survey' } });
  });

  test('of a number that is there already is refused', async () => {
    await importNumber();
    expect(await importNumber()).toMatchObject({
      status: 400,
      body: { detail: { status: 'phone_number_already_exists' } },
    });
  });

  test.each([
    ['Twilio', { provider: 'twilio', sid: 'AC1', token: 'secret-4711' }],
    [
      'Exotel',
      {
        provider: 'exotel',
        account_sid: 'acme',
        api_key: 'secret-4711',
        api_token: 'secret-4712',
        api_subdomain: 'api.exotel.com',
        app_id: '7',
      },
    ],
  ])('from %s is taken', async (_carrier, difference) => {
    expect((await importNumber(difference)).status).toBe(200);
    const { provider } = difference;
    expect((await call('GET', root, { query: { provider } })).body).toContainEqual(
      expect.objectContaining({ phone_number: '+442079460123', provider }),
    );
  });

  test.each([
    ['no label', { label: undefined }, ['body', 'label']],
    ['no E.164 number', { phone_number: '0207' }, ['body', 'phone_number']],
    ['an unknown provider', { provider: 'pigeon' }, ['body', 'provider']],
  ])('with %s is refused with 422, and echoes what it was given', async (_case, difference, loc) => {
    const refused = await importNumber(difference);
    expect(refused).toMatchObject({ status: 422, body: { detail: [{ loc }] } });
    expect(sandbox.control.numbers(vendor)).toHaveLength(2);
  });
});

test('an update changes what it names, a null takes the agent away, and no label goes', async () => {
  const linked = await call('PATCH', path, { body: { agent_id: otherAgentId, label: 'Desk' } });
  const untouched = await call('PATCH', path, { body: { label: null } });
  const unlinked = await call('PATCH', path, { body: { agent_id: null } });
  expect([linked.body, untouched.body, unlinked.body]).toMatchObject([
    { assigned_agent: { agent_id: otherAgentId }, label: 'Desk' },
    { assigned_agent: { agent_id: otherAgentId }, label: 'Desk' },
    { assigned_agent: null, label: 'Desk' },
  ]);
});

test('a removed number is gone', async () => {
  expect((await call('DELETE', path)).status).toBe(200);
  const gone = await Promise.all([call('GET', path), call('DELETE', path), call('PATCH', path, { body: {} })]);
  expect(gone.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect((await call('GET', `${path}/sip-messages`)).status).toBe(404);
});

test('the list is walked by cursor, in step while numbers come and go', async () => {
  const seen: unknown[] = [];
  const take = async (cursor?: string) => {
    const reply = await call('GET', pagedRoot, { query: { page_size: '1', ...(cursor !== undefined && { cursor }) } });
    seen.push(...listAt(reply.body, 'phone_numbers').map((number) => textAt(number, 'phone_number')));
    return reply.body;
  };
  const first = await take();
  await call('DELETE', path);
  await importNumber();
  const second = await take(textAt(first, 'next_cursor'));
  expect(await take(textAt(second, 'next_cursor'))).toMatchObject({ next_cursor: null, has_more: false });
  expect(seen).toEqual(['+13235550141', '+442079460142', '+442079460123']);
});

test.each([
  [{ label: 'Concierge desk' }, ['+13235550141']],
  [{ phone_number: '+442079460142' }, ['+442079460142']],
  [{ agent_id: agentId }, ['+13235550141']],
  [{ provider: 'twilio' }, ['+442079460142']],
  [{ provider: 'exotel' }, []],
])('a list with %j shows what fits', async (query, numbers) => {
  const { body } = await call('GET', pagedRoot, { query });
  expect(listAt(body, 'phone_numbers').map((number) => textAt(number, 'phone_number'))).toEqual(numbers);
});

test.each([
  ['page_size', '0'],
  ['cursor', 'made-up'],
  ['provider', 'pigeon'],
])('a list with %s=%s is refused', async (name, value) => {
  expect((await call('GET', pagedRoot, { query: { [name]: value } })).status).toBe(422);
});

test.each([
  ['import', 'POST', root, {}],
  ['list', 'GET', root, undefined],
  ['list', 'GET', pagedRoot, undefined],
  ['get', 'GET', `${root}/one`, undefined],
  ['update', 'PATCH', `${root}/one`, {}],
  ['release', 'DELETE', `${root}/one`, undefined],
] as const)('%s is %s %s', async (operation, method, at, body) => {
  sandbox.control.addFault({ vendor, operation, kind: 'refuse', status: 418 });
  const reply = await call(method, at, body === undefined ? {} : { body });
  expect(reply).toMatchObject({ status: 418, body: { detail: { message: 'Refused' } } });
  expect(sandbox.control.calls()).toMatchObject([{ vendor, operation, method, path: at, status: 418 }]);
});
