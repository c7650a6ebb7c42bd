import { describe, expect, it } from 'vitest';
import type { VoiceVendor } from '../../../src/vendors/open-vendor.ts';
import type { AnyOrder } from '../../../src/vendors/vendor.ts';
import type { Obtained } from '../../../src/vendors/vendor-number.ts';
import { listAll, present, recordCall } from '../../support/vendor-calls.ts';
import {
  agentId,
  createRetellHarness,
  imported,
  importedNumber,
  linked,
  marker,
  order,
  otherAgentId,
  vendorId,
} from './harness.ts';

const { answer, createVendor, onlyRequest, fixture } = createRetellHarness();
const id = encodeURIComponent(vendorId);

function buy({ buying }: VoiceVendor, changes: Partial<AnyOrder> = {}): Promise<Obtained> {
  if (buying?.choice !== 'any') throw new Error('It picks its numbers itself.');
  return buying.buy(recordCall(), { ...order, ...changes });
}

describe('Retell is asked', () => {
  it('for one number, under the number itself, encoded', async () => {
    answer(fixture('number'));
    expect(await createVendor().get(vendorId)).toEqual(linked);
    expect(onlyRequest()).toEqual({
      method: 'GET',
      path: '/get-phone-number/%2B14155530120',
      query: {},
      body: undefined,
    });
  });

  it('for the list by its newer operation, the oldest first', async () => {
    answer(fixture('last-page'));
    expect(await listAll(createVendor())).toEqual([importedNumber]);
    expect(onlyRequest()).toEqual({
      method: 'GET',
      path: '/v2/list-phone-numbers',
      query: { limit: '100', sort_order: 'ascending' },
      body: undefined,
    });
  });

  it('to sell a number of its own choice, with the marker in place of the label', async () => {
    answer({ ...Object(fixture('number')), nickname: marker }, 201);
    expect(await buy(createVendor())).toEqual({ vendorId });
    expect(onlyRequest()).toEqual({
      method: 'POST',
      path: '/create-phone-number',
      query: {},
      body: {
        country_code: 'US',
        area_code: 415,
        nickname: marker,
        inbound_agents: [{ agent_id: agentId, weight: 1 }],
      },
    });
  });

  it('to sell a number anywhere in a country, to nobody', async () => {
    answer({ ...Object(fixture('unlinked-number')), nickname: marker }, 201);
    await buy(createVendor(), { country: 'CA', areaCode: null, agentId: null });
    expect(onlyRequest().body).toEqual({ country_code: 'CA', nickname: marker });
  });

  it('to take in a number over its trunk, and to check that it is one', async () => {
    const password = 'example-password';
    answer({ ...Object(fixture('imported-number')), nickname: 'Front desk' }, 201);
    const obtained = await present(createVendor().importing).run(recordCall(), imported);
    // Where unanswered calls go is a text of the vendor's own: it is read later.
    expect(obtained).toEqual({ ...importedNumber, fallbackAddress: undefined, label: 'Front desk' });
    expect(onlyRequest()).toEqual({
      method: 'POST',
      path: '/import-phone-number',
      query: {},
      body: {
        phone_number: '+442079460174',
        ignore_e164_validation: false,
        termination_uri: 'trunk.example.com',
        sip_trunk_auth_username: 'example-user',
        sip_trunk_auth_password: password,
        nickname: 'Front desk',
        inbound_agents: [{ agent_id: agentId, weight: 1 }],
      },
    });
  });

  it.each([
    ['link it', { agentId: otherAgentId }, { inbound_agents: [{ agent_id: otherAgentId, weight: 1 }] }],
    ['name it', { label: 'Night' }, { nickname: 'Night' }],
    ['take its name away', { label: null }, { nickname: null }],
    [
      'do both at once',
      { agentId, label: 'Night' },
      { nickname: 'Night', inbound_agents: [{ agent_id: agentId, weight: 1 }] },
    ],
  ])('to %s, and leaves alone with whom it calls out', async (_what, change, body) => {
    answer(fixture('number'));
    expect(await present(createVendor().updating).run(recordCall(), vendorId, change)).toEqual(linked);
    expect(onlyRequest()).toEqual({ method: 'PATCH', path: `/update-phone-number/${id}`, query: {}, body });
  });

  it('to unlink it', async () => {
    answer(fixture('unlinked-number'));
    expect(await createVendor().unlink?.(recordCall(), vendorId)).toMatchObject({ vendorId, agentId: null });
    expect(onlyRequest()).toEqual({
      method: 'PATCH',
      path: `/update-phone-number/${id}`,
      query: {},
      body: { inbound_agents: null },
    });
  });

  it('to remove it', async () => {
    answer(undefined, 204);
    await createVendor().release?.(recordCall(), vendorId);
    expect(onlyRequest()).toEqual({
      method: 'DELETE',
      path: `/delete-phone-number/${id}`,
      query: {},
      body: undefined,
    });
  });
});
