import { describe, expect, it } from 'vitest';
import { failureOf, listAll, present, recordCall } from '../../support/vendor-calls.ts';
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

const { answer, stub, createVendor, fixture } = createRetellHarness();

const nobody = { agentId: null, agents: [] };
const toOther = { agentId: otherAgentId, agents: [{ agentId: otherAgentId, weight: 1 }] };

describe("Retell's answers", () => {
  it.each([
    [{ inbound_agents: null }, nobody],
    [{ inbound_agents: [] }, nobody],
    [{ inbound_agents: undefined, inbound_agent_id: agentId }, nobody],
    [{ inbound_agents: 'nobody' }, nobody],
    [{ inbound_agents: [{ agent_id: otherAgentId, weight: 1 }] }, toOther],
    [{ inbound_agents: [{ agent_id: otherAgentId, weight: 'all' }] }, toOther],
    [{ fallback_number: '+1 (212) 555-0199' }, { fallbackAddress: '+12125550199' }],
    [{ fallback_number: 'sip:Desk@example.com' }, { fallbackAddress: 'sip:desk@example.com' }],
    [{ fallback_number: '' }, {}],
    [{ nickname: marker }, { label: null, marker }],
    [{ nickname: null }, { label: null }],
    [{ nickname: '' }, { label: null }],
    [{ nickname: 'x'.repeat(300) }, { label: 'x'.repeat(255) }],
    [{ phone_number_type: 'retell-telnyx' }, { carrier: 'telnyx' }],
    [{ phone_number_type: 'retell-somebody' }, { carrier: undefined }],
    [{ last_modification_timestamp: 'yesterday' }, { updatedAt: undefined }],
    [{ last_modification_timestamp: 8.65e15 }, { updatedAt: undefined }],
    [{ phone_number: '1001' }, { vendorId: '1001', address: '1001' }],
    [{ phone_number: '(415) 553-0120' }, { vendorId: '(415) 553-0120', address: vendorId, spelling: '4155530120' }],
  ])('with %j are understood', async (difference, expected) => {
    answer({ ...Object(fixture('number')), ...difference });
    expect(await createVendor().get(vendorId)).toEqual({ ...linked, ...expected });
  });

  it('name no agent where several share the calls, and the one who takes all of them in two versions', async () => {
    const vendor = createVendor();
    answer(fixture('weighted-number'));
    expect(await vendor.get('+12125530121')).toMatchObject({
      agentId: null,
      agents: [
        { agentId, weight: 0.7 },
        { agentId: otherAgentId, weight: 0.3 },
      ],
      fallbackAddress: '+12125550199',
      carrier: 'telnyx',
    });
    const versions = [
      { agent_id: agentId, weight: 0.75, agent_version: 3 },
      { agent_id: agentId, weight: 0.25, agent_version: 4 },
      { agent_id: otherAgentId, weight: 0 },
    ];
    answer({ ...Object(fixture('weighted-number')), inbound_agents: versions });
    expect(await vendor.get('+12125530121')).toMatchObject({ agentId, agents: [{ agentId, weight: 1 }] });
  });

  it('show the trunk of a number that came over one, and nothing of its login', async () => {
    answer({ ...Object(fixture('imported-number')), sip_trunk_auth_password: 'example-password' });
    const number = await createVendor().get('+442079460174');
    expect(number).toEqual(importedNumber);
    expect(JSON.stringify(number)).not.toMatch(/example-user|example-password/);
  });

  it('to an import are not believed in any text that may be the login', async () => {
    const echo = {
      ...Object(fixture('imported-number')),
      nickname: 'example-password',
      sip_outbound_trunk_config: { termination_uri: 'example-password' },
      fallback_number: 'example-password',
    };
    answer(echo, 201);
    const obtained = await present(createVendor().importing).run(recordCall(), imported);
    expect(JSON.stringify(obtained)).not.toContain('example-password');
    expect(obtained).toMatchObject({ trunk: { terminationUri: 'trunk.example.com' }, label: null });
  });

  it('to an import say nothing where the number may be the login', async () => {
    answer({ ...Object(fixture('imported-number')), phone_number: 'example-password' }, 201);
    const failure = await failureOf(present(createVendor().importing).run(recordCall(), imported));
    expect(failure).toMatchObject({ outcome: 'unknown', reason: 'unreadable' });
    expect(JSON.stringify(failure)).not.toContain('example-password');
  });

  it.each(['+1415***0120', '4155530120', '', null])(
    'to a purchase say nothing where the number is %j',
    async (given) => {
      answer({ ...Object(fixture('number')), phone_number: given, nickname: marker }, 201);
      const { buying } = createVendor();
      if (buying?.choice !== 'any') throw new Error('It picks its numbers itself.');
      const failure = await failureOf(buying.buy(recordCall(), order));
      expect(failure).toMatchObject({ outcome: 'unknown', reason: 'unreadable' });
    },
  );
});

describe("Retell's list", () => {
  const page = (more: object) => ({ items: [fixture('number')], ...more });

  it('is walked by its keys to the page that has no more behind it', async () => {
    stub().answer({ json: fixture('first-page') }, { json: fixture('last-page') });
    expect(await listAll(createVendor())).toEqual([linked, importedNumber]);
    expect(stub().requests.map(({ query }) => query['pagination_key'])).toEqual([undefined, 'b3BhcXVlLWtleQ==']);
  });

  it.each([
    ['does not say whether there is more', {}],
    ['says so in another word', { has_more: 'no' }],
    ['has more, and no key to it', { has_more: true }],
    ['has more, and an empty key to it', { has_more: true, pagination_key: '' }],
    ['leads back to where it came from', { has_more: true, pagination_key: 'same' }],
  ])('has not come to its end where a page %s', async (_what, more) => {
    answer(page(more));
    expect(await failureOf(listAll(createVendor()))).toMatchObject({ outcome: 'unreachable', reason: 'unreadable' });
  });

  it('gives all that can be read before it tells of what cannot', async () => {
    answer({ items: [{ phone_number: 7 }, fixture('number')], has_more: false });
    const failure = await failureOf(listAll(createVendor()));
    expect(failure.message).toBe("Retell's list of numbers cannot be read to its end: 1 of its items make no sense.");
  });
});
