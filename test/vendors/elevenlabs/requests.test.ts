import { describe, expect, it } from 'vitest';
import { elevenLabs } from '../../../src/vendors/elevenlabs/index.ts';
import { failureOf, listAll, present, recordCall } from '../../support/vendor-calls.ts';
import { agentId, createElevenLabsHarness, imported, linked, pagedRoot, root, vendorId } from './harness.ts';

const { answer, stub, createVendor, onlyRequest, fixture } = createElevenLabsHarness();
const numberPath = `${root}/${vendorId}`;
const unlinked = { ...linked, agentId: null };

describe('ElevenLabs is asked', () => {
  it('for one number', async () => {
    answer(fixture('number'));
    expect(await createVendor().get(vendorId)).toEqual(linked);
    expect(onlyRequest()).toEqual({ method: 'GET', path: numberPath, query: {}, body: undefined });
  });

  it('for all numbers, in pages of its own size', async () => {
    answer(fixture('last-page'));
    await listAll(createVendor());
    expect(onlyRequest()).toEqual({ method: 'GET', path: pagedRoot, query: {}, body: undefined });
  });

  it('to take in a number of a carrier, with the marker in place of the label, and no agent', async () => {
    answer(fixture('imported'));
    expect(await present(createVendor().importing).run(recordCall(), imported)).toEqual({ vendorId });
    expect(onlyRequest()).toEqual({
      method: 'POST',
      path: root,
      query: {},
      body: {
        provider: 'sip_trunk',
        phone_number: '+13235550141',
        label: 'pns-0123456789abcdef0123456789abcdef',
        outbound_trunk_config: {
          address: 'trunk.example.net',
          credentials: { username: 'example-user', password: 'example-password' },
        },
      },
    });
  });

  it.each([
    [{ agentId }, { agent_id: agentId }],
    [{ label: 'Desk' }, { label: 'Desk' }],
    [
      { agentId, label: 'Desk' },
      { agent_id: agentId, label: 'Desk' },
    ],
  ])('to change %j in one call', async (change, body) => {
    answer(fixture('number'));
    expect(await present(createVendor().updating).run(recordCall(), vendorId, change)).toEqual(linked);
    expect(onlyRequest()).toEqual({ method: 'PATCH', path: numberPath, query: {}, body });
  });

  it('to leave a number without an agent', async () => {
    answer(fixture('unlinked-number'));
    expect(await createVendor().unlink?.(recordCall(), vendorId)).toEqual(unlinked);
    expect(onlyRequest()).toEqual({ method: 'PATCH', path: numberPath, query: {}, body: { agent_id: null } });
  });

  it('to remove a number', async () => {
    stub().answer({ status: 200, text: '' });
    await createVendor().release?.(recordCall(), vendorId);
    expect(onlyRequest()).toEqual({ method: 'DELETE', path: numberPath, query: {}, body: undefined });
  });

  it('with its key in no other header', async () => {
    answer(fixture('number'));
    await createVendor().get(vendorId);
    const [request] = stub().requests;
    const holding = Object.entries(request?.headers ?? {}).filter(([, value]) => value.includes('key-of-the-test'));
    expect(holding).toEqual([['xi-api-key', 'key-of-the-test']]);
  });

  it('under an encoded id', async () => {
    answer(fixture('number'));
    await createVendor().get('a b?c');
    expect(onlyRequest().path).toBe(`${root}/a%20b%3Fc`);
  });
});

describe('an unlink', () => {
  it('that is answered with an agent is no success', async () => {
    answer(fixture('number'));
    const failure = await failureOf(present(createVendor().unlink)(recordCall(), vendorId));
    expect(failure).toMatchObject({ outcome: 'unknown', reason: 'unreadable' });
  });
});

describe('the settings', () => {
  it.each([
    [undefined, 'https://api.elevenlabs.io'],
    ['https://api.eu.residency.elevenlabs.io/', 'https://api.eu.residency.elevenlabs.io'],
    ['https://api.in.residency.elevenlabs.io', 'https://api.in.residency.elevenlabs.io'],
  ])('with %s call %s', (BASE_URL, called) => {
    const settings = elevenLabs.settings.parse({ API_KEY: 'key', ...(BASE_URL !== undefined && { BASE_URL }) });
    expect(settings).toMatchObject({ BASE_URL: called });
  });

  it('refuse a host that is called without encryption', () => {
    const settings = { API_KEY: 'key', BASE_URL: 'http://api.eu.residency.elevenlabs.io' };
    expect(elevenLabs.settings.safeParse(settings).success).toBe(false);
  });
});
