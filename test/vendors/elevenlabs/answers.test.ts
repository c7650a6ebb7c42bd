import { describe, expect, it } from 'vitest';
import { failureOf, listAll, present, recordCall } from '../../support/vendor-calls.ts';
import { createElevenLabsHarness, imported, linked, ofTwilio, vendorId } from './harness.ts';

const { answer, stub, createVendor, onlyRequest, fixture } = createElevenLabsHarness();
const numberWith = (difference: object) => ({ ...Object(fixture('number')), ...difference });
const marker = 'pns-0123456789abcdef0123456789abcdef';

describe("ElevenLabs' answers", () => {
  it.each([
    [{ label: marker }, { label: null, marker }],
    [{ label: '' }, { label: null }],
    [{ label: null }, { label: null }],
    [{ phone_number: '+1 323 555 0141' }, {}],
    [{ phone_number: '(323) 555-0141' }, { spelling: '3235550141' }],
    [{ assigned_agent: null }, { agentId: null }],
    [{ assigned_agent: { agent_id: '', agent_name: '' } }, { agentId: null }],
    [{ assigned_agent: 'somebody' }, { agentId: null }],
    [{ outbound_trunk: null }, {}],
    [{ outbound_trunk: null, provider_config: null }, { trunk: null }],
    [{ inbound_trunk: null, livekit_stack: 'new', headers: 7 }, {}],
  ])('with %j are understood', async (difference, expected) => {
    answer(numberWith(difference));
    expect(await createVendor().get(vendorId)).toEqual({ ...linked, ...expected });
  });

  it('tell the carrier where it is one that ElevenLabs knows', async () => {
    answer(fixture('twilio-number'));
    expect(await createVendor().get(ofTwilio.vendorId)).toEqual(ofTwilio);
  });

  it('keep neither the user of a trunk nor what else is secret', async () => {
    const secrets = { username: 'sip-user-9c1e', password: 'pass-7d2b', headers: { 'x-token': 'tok-51aa' } };
    answer(
      numberWith({ outbound_trunk: { address: 'trunk.example.net', ...secrets }, ...secrets, inbound_trunk: secrets }),
    );
    const text = JSON.stringify(await createVendor().get(vendorId));
    for (const secret of ['sip-user-9c1e', 'pass-7d2b', 'tok-51aa']) expect(text).not.toContain(secret);
  });

  it('to an import are the id alone, whatever else they hold', async () => {
    answer(numberWith({ label: 'example-password' }));
    expect(await present(createVendor().importing).run(recordCall(), imported)).toEqual({ vendorId });
  });

  it.each([{}, { phone_number_id: '' }, { phone_number_id: 7 }, [], 'done'])(
    'to an import with %j leave it open',
    async (body) => {
      answer(body);
      const failure = await failureOf(present(createVendor().importing).run(recordCall(), imported));
      expect(failure).toMatchObject({ outcome: 'unknown', reason: 'unreadable' });
    },
  );

  it.each([
    ['nothing', { status: 204, text: '' }],
    ['null', { status: 200, text: 'null' }],
    ['a page', { status: 200, text: '<html>' }],
  ])('to a removal may be %s', async (_what, given) => {
    stub().answer(given);
    await createVendor().release?.(recordCall(), vendorId);
    onlyRequest();
  });
});

describe("ElevenLabs' list", () => {
  it('is walked to its end, page by page', async () => {
    stub().answer({ json: fixture('first-page') }, { json: fixture('last-page') });
    expect(await listAll(createVendor())).toEqual([linked, ofTwilio]);
    expect(stub().requests.map(({ query }) => query)).toEqual([{}, { cursor: 'b3BhcXVlLWN1cnNvcg==' }]);
  });

  it.each([
    { next_cursor: null, has_more: false },
    { next_cursor: null, has_more: null },
    { next_cursor: null },
    { next_cursor: '', has_more: false },
    { has_more: false },
  ])('ends with %j', async (end) => {
    answer({ phone_numbers: [], ...end });
    expect(await listAll(createVendor())).toEqual([]);
  });

  it.each([
    {},
    { has_more: null },
    { has_more: true },
    { next_cursor: null, has_more: true },
    { next_cursor: '' },
    { next_cursor: '', has_more: true },
    { cursor: 'more', has_more: true },
  ])('does not end with %j', async (end) => {
    answer({ phone_numbers: [], ...end });
    expect(await failureOf(listAll(createVendor()))).toMatchObject({
      outcome: 'unreachable',
      message: "ElevenLabs's list of numbers cannot be read to its end: a page does not say whether it is the last.",
    });
  });

  it.each([{ next_cursor: 'same', has_more: false }, { next_cursor: 'same' }])(
    'is followed where %j names a page',
    async (end) => {
      answer({ phone_numbers: [], ...end });
      expect((await failureOf(listAll(createVendor()))).message).toMatch(/leads back to an earlier page/);
      expect(stub().requests.length).toBeGreaterThan(1);
    },
  );

  it('is incomplete where one of its numbers makes no sense', async () => {
    answer({ phone_numbers: [{ phone_number_id: 7 }, fixture('twilio-number')], next_cursor: null });
    expect((await failureOf(listAll(createVendor()))).message).toMatch(/1 of its items make no sense/);
  });
});
