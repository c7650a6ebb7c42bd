import { describe, expect, it } from 'vitest';
import { exactBuying, failureOf, present, recordCall } from '../../support/vendor-calls.ts';
import { agentId, createOneInboxHarness, imported, mapped, order, query, vendorId } from './harness.ts';

const { answer, stub, createVendor, fixture } = createOneInboxHarness();

describe("OneInbox's answers", () => {
  it.each(['search-array', 'search-items'])('to a search are understood as %s', async (name) => {
    answer(fixture(name));
    expect(await exactBuying(createVendor()).search(query)).toEqual([
      { number: '+14155550123' },
      { number: '+14155550145' },
    ]);
  });

  it('to a search may hold candidates that are of no use', async () => {
    answer([null, { phone_number: 7 }, 'x', { phone_number: 'soon' }, { phone_number: '+1 415-555-0123' }]);
    expect(await exactBuying(createVendor()).search(query)).toEqual([{ number: '+14155550123' }]);
  });

  it.each([null, { items: null }, [], { items: [] }])('to a search with %j say that there is nothing', async (body) => {
    answer(body);
    expect(await exactBuying(createVendor()).search(query)).toEqual([]);
  });

  it('to a search without a body say that there is nothing', async () => {
    stub().answer({ status: 204, text: '' });
    expect(await exactBuying(createVendor()).search(query)).toEqual([]);
  });

  it('to a search are cut to what was asked for', async () => {
    answer(fixture('search-array'));
    expect(await exactBuying(createVendor()).search({ ...query, limit: 1 })).toEqual([{ number: '+14155550123' }]);
  });

  it('to a search in a shape nobody knows are an error', async () => {
    answer({ numbers: [] });
    expect(await failureOf(exactBuying(createVendor()).search(query))).toMatchObject({
      outcome: 'unreachable',
      reason: 'unreadable',
    });
  });

  it.each([
    [{ status: 'active' }, { status: 'ACTIVE' }],
    [{ status: 'Inactive' }, { status: 'INACTIVE' }],
    [{ status: 'porting' }, { status: 'UNKNOWN' }],
    [{ status: null }, { status: 'UNKNOWN' }],
    [{ status: 3 }, { status: 'UNKNOWN' }],
    [{ phone_number: '+1 (415) 555-0123' }, { address: '+14155550123' }],
    [{ friendly_name: null }, { label: null }],
    [{ agent_id: null }, { agentId: null }],
    [{ inbound_routing: { agent_id: null } }, { inboundRouting: null }],
    [
      { inbound_routing: { agent_id: agentId } },
      { inboundRouting: { agentId, fallbackAgentId: null, voicemailMessage: null } },
    ],
    [{ inbound_trunk_id: null, outbound_trunk_id: null, dispatch_rule_id: null }, { trunk: null }],
    [{ created_at: '2026-07-01T09:00:00' }, { createdAt: '2026-07-01T09:00:00.000Z' }],
    [{ created_at: 'lately' }, { createdAt: undefined }],
    [{ new_member: true }, {}],
  ])('with %j are understood', async (difference, expected) => {
    answer({ ...Object(fixture('number')), ...difference });
    expect(await createVendor().get(vendorId)).toEqual({ ...mapped, ...expected });
  });

  it('without an id are unreadable, and a purchase that gets one may have been made', async () => {
    answer({ ...Object(fixture('number')), id: undefined }, 201);
    expect(await failureOf(exactBuying(createVendor()).buy(recordCall(), order))).toMatchObject({
      outcome: 'unknown',
      reason: 'unreadable',
    });
  });

  it('that refuse an import are passed on with the member they blame, and without a word of theirs', async () => {
    answer(fixture('validation-error'), 422);
    const failure = await failureOf(present(createVendor().importing).run(recordCall(), imported));
    expect(failure).toMatchObject({
      outcome: 'rejected',
      reason: 'refused',
      member: 'agentId',
      retryable: false,
      message: 'OneInbox refused (HTTP 422), because of agentId.',
    });
  });

  it('that refuse a purchase are passed on without what they echo', async () => {
    answer(fixture('validation-error'), 422);
    expect(await failureOf(exactBuying(createVendor()).buy(recordCall(), order))).toMatchObject({
      member: 'agentId',
      message: 'OneInbox said: Input should be a valid UUID, invalid character (agentId); Field required (password)',
    });
  });

  it.each(['pending', 'Processing', 'in_progress', 'provisioning', 'queued', 'failed'])(
    'to a purchase that is %s name it by its id alone, and go on doing so',
    async (status) => {
      answer({ ...Object(fixture('number')), status }, 201);
      const vendor = createVendor();
      for (const number of [await exactBuying(vendor).buy(recordCall(), order), await vendor.get(vendorId)]) {
        expect(number).toMatchObject({ vendorId, status: 'UNKNOWN' });
        expect(number).not.toHaveProperty('address');
      }
    },
  );

  it('without a number yet name it by its id alone', async () => {
    answer({ ...Object(fixture('number')), phone_number: null }, 201);
    const bought = await exactBuying(createVendor()).buy(recordCall(), order);
    expect(bought.vendorId).toBe(vendorId);
    expect(bought).not.toHaveProperty('address');
  });

  it('with texts that are too long, or have what no database keeps, are cut', async () => {
    const long = 'x'.repeat(10_000);
    const odd = {
      ...Object(fixture('number')),
      id: long,
      friendly_name: `a\ud83d${long}`,
      provider: long,
      status: long,
    };
    answer({ ...odd, agent_id: long, inbound_trunk_id: long, created_at: long }, 201);
    const [bought, again] = [
      await exactBuying(createVendor()).buy(recordCall(), order),
      await exactBuying(createVendor()).buy(recordCall(), order),
    ];
    expect(bought).toMatchObject({ address: order.number });
    expect(again.vendorId).toBe(bought.vendorId);
    const texts = JSON.stringify(bought).match(/"[^"]*"/g) ?? [];
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(257);
    expect(JSON.stringify(bought)).not.toMatch(/\\ud83d/i);
  });

  it('to a purchase may write the number as it is dialled in its country', async () => {
    answer({ ...Object(fixture('number')), phone_number: '020 7946 0958' }, 201);
    const number = '+442079460958';
    expect(await exactBuying(createVendor()).buy(recordCall(), { ...order, number })).toMatchObject({
      address: number,
    });
  });

  it('to a purchase with another number are passed on as they are', async () => {
    answer({ ...Object(fixture('number')), phone_number: '+14155550199' }, 201);
    expect(await exactBuying(createVendor()).buy(recordCall(), order)).toMatchObject({ address: '+14155550199' });
  });

  it.each([
    [['body', 'agent_id'], 'agentId'],
    [['body', 'phone_number'], 'number'],
    [['body', 'friendly_name'], 'label'],
    [['body', 'provider'], 'carrier'],
    [['body', 'provider_config', 'auth_username'], 'username'],
    [['body', 'provider_config', 'auth_password'], 'password'],
    [['body', 'provider_config', 'trunk_address'], 'terminationUri'],
    [['body', 'inbound_routing', 'agent_id'], 'inboundRouting'],
    [['body', 'inbound_routing', 'fallback', 'agent_id'], 'inboundRouting'],
    [['query', 'area_code'], 'areaCode'],
    [['query', 'country'], 'country'],
    [['query', 'contains'], 'contains'],
    [['path', 'phone_id'], 'vendorId'],
    [['body', 'something_new'], null],
    [['body', 'toString'], null],
    [null, null],
  ])('that blame %j blame %s', async (loc, member) => {
    answer({ detail: [{ loc, msg: 'No.', type: 'x' }] }, 422);
    expect(await failureOf(exactBuying(createVendor()).search(query))).toMatchObject({ member });
  });
});
