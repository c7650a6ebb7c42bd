import { describe, expect, it } from 'vitest';
import { exactBuying, present, recordCall } from '../../support/vendor-calls.ts';
import { agentId, createOneInboxHarness, imported, mapped, order, otherAgentId, query, vendorId } from './harness.ts';

const { answer, createVendor, onlyRequest, fixture } = createOneInboxHarness();
const numberPath = `/v1/phone-numbers/${vendorId}`;

describe('OneInbox is asked', () => {
  it('for numbers for sale', async () => {
    answer(fixture('search-items'));
    await exactBuying(createVendor()).search({ ...query, contains: 'CAFE' });
    expect(onlyRequest()).toEqual({
      method: 'GET',
      path: '/v1/phone-numbers/search',
      query: { country: 'US', area_code: '415', contains: 'CAFE', limit: '10' },
      body: undefined,
    });
  });

  it('for numbers of any area without naming one', async () => {
    answer(fixture('search-items'));
    await exactBuying(createVendor()).search({ ...query, country: 'GB', areaCode: null });
    expect(onlyRequest().query).toEqual({ country: 'GB', limit: '10' });
  });

  it('for one number', async () => {
    answer(fixture('number'));
    expect(await createVendor().get(vendorId)).toEqual(mapped);
    expect(onlyRequest()).toEqual({ method: 'GET', path: numberPath, query: {}, body: undefined });
  });

  it('to sell exactly the number that was chosen, and nothing of its own choice', async () => {
    answer(fixture('number'), 201);
    expect(await exactBuying(createVendor()).buy(recordCall(), order)).toEqual(mapped);
    expect(onlyRequest()).toEqual({
      method: 'POST',
      path: '/v1/phone-numbers/purchase',
      query: {},
      body: { phone_number: '+14155550123', agent_id: agentId },
    });
  });

  it('to sell a number with its label and its routing', async () => {
    answer(fixture('number'), 201);
    const inboundRouting = {
      agentId: otherAgentId,
      fallbackAgentId: agentId,
      voicemailMessage: 'Hi',
    };
    await exactBuying(createVendor()).buy(recordCall(), { ...order, label: 'Front desk', inboundRouting });
    expect(onlyRequest().body).toEqual({
      phone_number: '+14155550123',
      agent_id: agentId,
      friendly_name: 'Front desk',
      inbound_routing: {
        agent_id: otherAgentId,
        fallback: { agent_id: agentId },
        voicemail_message: 'Hi',
      },
    });
  });

  it('to take in a number of a carrier', async () => {
    answer(fixture('registered-number'), 201);
    const number = await present(createVendor().importing).run(recordCall(), {
      ...imported,
      label: 'Imported line',
    });
    expect(number).toMatchObject({
      address: '+15735550188',
      inboundRouting: null,
      smsCapable: null,
      trunk: {
        terminationUri: 'example-trunk.pstn.twilio.com',
        outboundTrunkId: 'trunk-out-example',
      },
    });
    expect(onlyRequest()).toEqual({
      method: 'POST',
      path: '/v1/phone-numbers',
      query: {},
      body: {
        phone_number: '+15735550188',
        provider: 'twilio',
        agent_id: agentId,
        friendly_name: 'Imported line',
        provider_config: {
          trunk_address: 'example-trunk.pstn.twilio.com',
          auth_username: 'example-user',
          auth_password: 'example-password',
        },
      },
    });
  });

  it.each([
    ['agent', { agentId: otherAgentId }, { agent_id: otherAgentId }],
    ['label', { label: 'Night line' }, { friendly_name: 'Night line' }],
    [
      'routing, fallback removed',
      { inboundRouting: { agentId, fallbackAgentId: null } },
      { inbound_routing: { agent_id: agentId, fallback: null } },
    ],
    [
      'routing, fallback kept',
      { inboundRouting: { agentId, voicemailMessage: 'Later' } },
      { inbound_routing: { agent_id: agentId, voicemail_message: 'Later' } },
    ],
  ])('to change only what is to change: %s', async (_name, change, body) => {
    answer(fixture('number'));
    expect(await present(createVendor().updating).run(recordCall(), vendorId, change)).toEqual(mapped);
    expect(onlyRequest()).toEqual({ method: 'PATCH', path: numberPath, query: {}, body });
  });
});
