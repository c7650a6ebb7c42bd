import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/domain/secret.ts';
import type { Vendor } from '../../../src/vendors/vendor.ts';
import type { VendorNumber } from '../../../src/vendors/vendor-number.ts';
import { failureOf, present, recordCall } from '../../support/vendor-calls.ts';
import { createVapiHarness, linked, ofTwilio, overTrunk, sipAddress, vendorId } from './harness.ts';

const { answer, stub, createVendor, fixture } = createVapiHarness();
const order = { agentId: null, label: null, marker: null, inboundRouting: null };
const metadata = { itemsPerPage: 100, totalItems: 4, currentPage: 1 };

async function walk({ list }: Vendor): Promise<{ numbers: VendorNumber[]; failure: unknown }> {
  const numbers: VendorNumber[] = [];
  try {
    for await (const page of list?.() ?? []) numbers.push(...page);
    return { numbers, failure: null };
  } catch (failure) {
    return { numbers, failure };
  }
}

describe("Vapi's answers", () => {
  const { address: _address, ...withoutAddress } = linked;
  const { agentId: _agent, ...withoutAgent } = linked;

  it.each([
    [{}, linked],
    [{ status: 'blocked' }, { ...linked, status: 'INACTIVE' }],
    [{ status: 'activating' }, { ...linked, status: 'INACTIVE' }],
    [{ status: 'paused' }, { ...linked, status: 'UNKNOWN' }],
    [{ status: null }, linked],
    [
      { status: 7, createdAt: 'x', updatedAt: null },
      { ...linked, createdAt: undefined, updatedAt: undefined },
    ],
    [
      { number: undefined, status: 'activating' },
      { ...withoutAddress, status: 'INACTIVE' },
    ],
    [{ number: undefined }, withoutAddress],
    [{ number: '', sipUri: '' }, withoutAddress],
    [{ number: null, sipUri: null }, withoutAddress],
    [{ number: '+165****8621' }, withoutAddress],
    [{ assistantId: undefined }, { ...withoutAgent, agentId: null }],
    [
      { assistantId: null, squadId: 'squad-1' },
      { ...withoutAgent, agentId: null },
    ],
    [{ name: null }, { ...linked, label: null }],
    [{ name: '' }, { ...linked, label: null }],
    [
      { name: 'pns-0123456789abcdef0123456789abcdef' },
      { ...linked, label: null, marker: 'pns-0123456789abcdef0123456789abcdef' },
    ],
    [{ number: '(415) 555-0160' }, { ...linked, spelling: '4155550160' }],
    [
      { number: '1001', provider: 'byo-phone-number' },
      { ...linked, address: '1001' },
    ],
    [
      { number: undefined, sipUri: 'sip:Desk@sip.eu.vapi.ai' },
      { ...linked, kind: 'SIP', address: 'sip:desk@sip.eu.vapi.ai' },
    ],
  ])('with %j are understood', async (difference, expected) => {
    answer({ ...Object(fixture('number')), ...difference });
    expect(await createVendor().get(vendorId)).toEqual(expected);
  });

  it('to a purchase without a number tell no address, whatever the status says', async () => {
    answer({ ...Object(fixture('number')), number: undefined, status: 'active' }, 201);
    const { buying } = createVendor();
    if (buying?.choice !== 'any') throw new Error('Vapi picks its numbers itself.');
    const bought = await buying.buy(recordCall(), { ...order, country: 'US', areaCode: null });
    expect(bought).toMatchObject({ vendorId });
    expect(bought).not.toHaveProperty('address');
  });

  it('to an import that mask the number tell no address, and are the answer all the same', async () => {
    const body = { ...Object(fixture('trunk-number')), number: '+442****0123' };
    stub().answer({ status: 201, json: fixture('trunk') }, { status: 201, json: body });
    const source = {
      kind: 'SIP_TRUNK',
      terminationUri: 'x.example.com',
      username: 'u',
      password: new Secret('p'),
      carrier: null,
    } as const;
    const given = await present(createVendor().importing).run(recordCall(), {
      ...order,
      number: '+442079460123',
      source,
    });
    expect(given).toMatchObject({ vendorId: overTrunk.vendorId });
    expect(given).not.toHaveProperty('address');
  });

  it.each(['number', 'sip-address', 'twilio-number', 'trunk-number'])('with secrets lose them: %s', async (name) => {
    const body: object = Object(fixture(name));
    answer({
      ...body,
      authentication: { username: 'SECRET', password: 'SECRET' },
      twilioAuthToken: 'SECRET',
      twilioApiSecret: 'SECRET',
    });
    expect(JSON.stringify(await createVendor().get(vendorId))).not.toContain('SECRET');
    answer({ ...body, id: 7, twilioAuthToken: 'SECRET', authentication: { password: 'SECRET' } });
    const failure = await failureOf(createVendor().get(vendorId));
    expect(`${failure.stack} ${JSON.stringify(failure)} ${failure.cause}`).not.toContain('SECRET');
  });

  it.each([
    ['a removed number', { status: 200, json: { id: vendorId } }],
    ['nothing', { status: 204, text: '' }],
    ['a page', { status: 200, text: '<html>' }],
  ])('to a removal may be %s', async (_what, given) => {
    stub().answer(given);
    await createVendor().release?.(recordCall(), vendorId);
  });
});

describe("Vapi's list", () => {
  it('is one of all kinds of numbers', async () => {
    answer(fixture('page'));
    expect(await walk(createVendor())).toEqual({ numbers: [linked, sipAddress, ofTwilio, overTrunk], failure: null });
  });

  it('is walked from its last page to its first', async () => {
    const { results } = Object(fixture('page'));
    stub().answer((response) => {
      const page = Number(stub().requests.at(-1)?.query['page']);
      const shown = results.slice((page - 1) * 3, page * 3);
      response.end(JSON.stringify({ results: shown, metadata: { ...metadata, itemsPerPage: 3, currentPage: page } }));
    });
    const { numbers, failure } = await walk(createVendor());
    expect(failure).toBeNull();
    expect(numbers).toEqual([overTrunk, linked, sipAddress, ofTwilio]);
    expect(stub().requests.map(({ query }) => query['page'])).toEqual(['1', '2', '1']);
  });

  it.each([
    ['counts more than it shows', { metadata: { ...metadata, totalItems: 5 } }],
    ['counts fewer than it shows', { metadata: { ...metadata, totalItems: 3 } }],
    ['is another page', { metadata: { ...metadata, currentPage: 2 } }],
    ['has an item that cannot be read', { results: [{ id: 7 }, {}, {}, {}] }],
  ])('is not believed to be complete where it %s', async (_what, difference) => {
    answer({ ...Object(fixture('page')), ...difference });
    const { failure } = await walk(createVendor());
    expect(failure).toMatchObject({ outcome: 'unreachable', reason: 'unreadable' });
  });

  it.each([
    ['does not say how much it has', { metadata: { itemsPerPage: 100, currentPage: 1 } }],
    ['has no items', { results: undefined }],
    ['has pages of nothing', { metadata: { ...metadata, itemsPerPage: 0 } }],
  ])('cannot be read where it %s', async (_what, difference) => {
    answer({ ...Object(fixture('page')), ...difference });
    const { numbers, failure } = await walk(createVendor());
    expect(numbers).toEqual([]);
    expect(failure).toMatchObject({ outcome: 'unreachable', reason: 'unreadable' });
  });
});
