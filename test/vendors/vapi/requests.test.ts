import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/domain/secret.ts';
import { createMarker } from '../../../src/vendors/marker.ts';
import { vapi } from '../../../src/vendors/vapi/index.ts';
import type { Import, Order } from '../../../src/vendors/vendor.ts';
import { createOpenApiJudge } from '../../support/openapi.ts';
import { listAll, present, recordCall } from '../../support/vendor-calls.ts';
import { loadSubject } from '../../support/vendor-contract/subject.ts';
import { agentId, createVapiHarness, imported, linked, sipAddress, trunkId, vendorId } from './harness.ts';

const { answer, stub, createVendor, onlyRequest, fixture } = createVapiHarness();
const numberPath = `/phone-number/${vendorId}`;
const marker = 'pns-0123456789abcdef0123456789abcdef';
const order: Order = { agentId, label: 'Front desk', marker: null, inboundRouting: null };
const login = { username: 'SECRET-username-of-the-lobby', password: 'SECRET-password-of-the-lobby' };
const secretLogin = { username: login.username, password: new Secret(login.password) };
const judge = await createOpenApiJudge(new URL('openapi.yaml', import.meta.url));

function importOrder(terminationUri: string, carrier: string | null = null): Import {
  const trunkLogin = { username: 'trunk-user', password: new Secret('trunk-password') };
  return {
    ...order,
    label: 'London',
    number: '+442079460123',
    source: { kind: 'SIP_TRUNK', terminationUri, carrier, ...trunkLogin },
  };
}

/** The bodies of all requests, each found to be one that the vendor describes. */
function bodies(): unknown[] {
  return stub().requests.map((request) => {
    expect(judge.request(request)).toEqual([]);
    return request.body;
  });
}

async function buyAny(areaCode: string | null, asked: Partial<Order> = {}) {
  const { buying } = createVendor();
  if (buying?.choice !== 'any') throw new Error('Vapi picks its numbers itself.');
  return buying.buy(recordCall(), { ...order, marker, country: 'US', areaCode, ...asked });
}

describe('Vapi is asked', () => {
  it('for one number', async () => {
    answer(fixture('number'));
    expect(await createVendor().get(vendorId)).toEqual(linked);
    expect(onlyRequest()).toEqual({ method: 'GET', path: numberPath, query: {}, body: undefined });
  });

  it('for its list by pages, the oldest first', async () => {
    answer(fixture('page'));
    await listAll(createVendor());
    const query = { page: '1', limit: '100', sortBy: 'createdAt', sortOrder: 'ASC' };
    expect(onlyRequest()).toEqual({ method: 'GET', path: '/v2/phone-number', query, body: undefined });
  });

  it('to sell a number of its choice, with the marker for a name and with its assistant', async () => {
    answer({ ...Object(fixture('number')), name: marker }, 201);
    expect(await buyAny('415')).toEqual({ ...linked, label: null, marker });
    expect(onlyRequest()).toEqual({
      method: 'POST',
      path: '/phone-number',
      query: {},
      body: { provider: 'vapi', numberDesiredAreaCode: '415', name: marker, assistantId: agentId },
    });
  });

  it('to sell any number at all, without an assistant', async () => {
    answer({ ...Object(fixture('number')), name: marker }, 201);
    await buyAny(null, { agentId: null });
    expect(onlyRequest().body).toEqual({ provider: 'vapi', name: marker });
  });

  it('to create a SIP address on its own host', async () => {
    answer(fixture('sip-address'), 201);
    const sip = present(createVendor().sip);
    const user = { ...order, agentId: null, label: 'Lobby', sipPrefix: 'acme-lobby', ...secretLogin };
    expect(await sip.create(recordCall(), user)).toEqual(sipAddress);
    const sipUri = 'sip:acme-lobby@sip.vapi.ai';
    expect(onlyRequest().body).toEqual({ provider: 'vapi', sipUri, authentication: login, name: 'Lobby' });
    expect(sip.address('acme-lobby')).toBe(sipUri);
  });

  it.each([
    ['https://api.vapi.ai', 'sip:desk@sip.vapi.ai'],
    ['https://api.eu.vapi.ai', 'sip:desk@sip.eu.vapi.ai'],
  ])('at %s for addresses of the same region', async (BASE_URL, address) => {
    const { fake } = await loadSubject(vapi);
    const settings = vapi.settings.parse({ ...fake.settingsAt(BASE_URL) });
    const refuse = () => Promise.reject(new Error('Nothing is called here.'));
    const connect = () => ({ pathTo: (root: string) => root, read: refuse, write: refuse });
    expect(vapi.create({ settings, connect }).sip?.address('desk')).toBe(address);
  });

  it('to take in a number by two calls: the trunk, under the marker of the operation, and the number', async () => {
    stub().answer({ status: 201, json: fixture('trunk') }, { status: 201, json: fixture('trunk-number') });
    const sent = recordCall();
    const run = present(createVendor().importing).run(sent, importOrder('trunk.example.com'));
    expect(await run).toEqual(imported);
    expect(stub().requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /credential',
      'POST /phone-number',
    ]);
    expect(bodies()).toEqual([
      {
        provider: 'byo-sip-trunk',
        name: createMarker(sent.operationId, 40),
        gateways: [{ ip: 'trunk.example.com', inboundEnabled: false }],
        outboundAuthenticationPlan: { authUsername: 'trunk-user', authPassword: 'trunk-password' },
        outboundLeadingPlusEnabled: false,
      },
      {
        provider: 'byo-phone-number',
        number: '+442079460123',
        credentialId: trunkId,
        name: 'London',
        assistantId: agentId,
      },
    ]);
  });

  it.each([
    ['198.51.100.7', null, { ip: '198.51.100.7', inboundEnabled: true }, false],
    ['198.51.100.7:5070', null, { ip: '198.51.100.7', port: 5070, inboundEnabled: true }, false],
    ['trunk.example.com:5070', 'Vonage', { ip: 'trunk.example.com', port: 5070, inboundEnabled: false }, true],
    ['acme.pstn.twilio.com', null, { ip: 'acme.pstn.twilio.com', inboundEnabled: false }, true],
  ])('to reach a trunk at %s of %s', async (host, carrier, gateway, outboundLeadingPlusEnabled) => {
    stub().answer({ status: 201, json: fixture('trunk') }, { status: 201, json: fixture('trunk-number') });
    await present(createVendor().importing).run(recordCall(), importOrder(host, carrier));
    expect(bodies()[0]).toMatchObject({ gateways: [gateway], outboundLeadingPlusEnabled });
  });

  it.each([
    ['to link a number', 'number', { agentId }, { provider: 'vapi', assistantId: agentId }, linked],
    ['to name a number', 'number', { label: 'Front desk' }, { provider: 'vapi', name: 'Front desk' }, linked],
    ['to take a name away', 'number', { label: null }, { provider: 'vapi', name: '' }, linked],
    [
      'to change one of a trunk',
      'trunk-number',
      { agentId },
      { provider: 'byo-phone-number', assistantId: agentId },
      null,
    ],
  ])('%s, with the provider that it told before', async (_what, name, change, body, expected) => {
    answer(fixture(name));
    const updated = await present(createVendor().updating).run(recordCall(), vendorId, change);
    if (expected) expect(updated).toEqual(expected);
    expect(stub().requests.map(({ method, path }) => [method, path])).toEqual([
      ['GET', numberPath],
      ['PATCH', numberPath],
    ]);
    expect(bodies()).toEqual([undefined, body]);
  });

  it('to unlink a number', async () => {
    answer(fixture('unlinked-number'));
    expect(await createVendor().unlink?.(recordCall(), vendorId)).toEqual({ ...linked, agentId: null });
    expect(bodies()[1]).toEqual({ provider: 'vapi', assistantId: null });
  });

  it('for nothing where the number that is to be changed cannot be read', async () => {
    answer({ statusCode: 404, message: 'gone' }, 404);
    await expect(createVendor().unlink?.(recordCall(), vendorId)).rejects.toMatchObject({ reason: 'not-found' });
    expect(onlyRequest().method).toBe('GET');
  });

  it('to take a number back', async () => {
    answer(fixture('number'));
    await createVendor().release?.(recordCall(), vendorId);
    expect(onlyRequest()).toEqual({ method: 'DELETE', path: numberPath, query: {}, body: undefined });
  });
});
