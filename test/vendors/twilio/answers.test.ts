import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ExactOrder } from '../../../src/vendors/vendor.ts';
import { exactBuying, failureOf, listAll, recordCall } from '../../support/vendor-calls.ts';
import { createTwilioHarness, held, number, numbers, query, vendorId } from './harness.ts';

const { answer, stub, createVendor, takeRequests, fixture } = createTwilioHarness();
const order: ExactOrder = { number, agentId: null, label: null, marker: 'pns-0123456789abcdef', inboundRouting: null };
const nothing = { incoming_phone_numbers: [], next_page_uri: null };
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toUTCString().replace('GMT', '+0000');

describe("Twilio's numbers", () => {
  it.each([
    ['a name that is the number', { friendly_name: '(415) 558-0160' }, { label: null }],
    ['the number in E.164 as its name', { friendly_name: number }, { label: null }],
    ['no name', { friendly_name: null }, { label: null }],
    ['a marker', { friendly_name: 'pns-0123456789abcdef' }, { label: null, marker: 'pns-0123456789abcdef' }],
    ['another number as its name', { friendly_name: '(415) 558-0161' }, { label: '(415) 558-0161' }],
    ['capitals in what it can do', { capabilities: { SMS: false } }, { smsCapable: false }],
    ['nothing that it can do', { capabilities: null }, { smsCapable: null }],
    ['a status that nobody describes', { status: 'whatever' }, { status: 'ACTIVE' }],
    ['its number as people write it', { phone_number: '(415) 558-0160' }, { spelling: '4155580160' }],
  ])('are understood with %s', async (_what, difference, expected) => {
    answer({ ...Object(fixture('number')), ...difference });
    expect(await createVendor().get(vendorId)).toEqual({ ...held, ...expected });
  });

  it.each([['+1415558****'], ['+1415558XXXX'], ['']])('have no address where it is %j', async (masked) => {
    answer({ ...Object(fixture('number')), phone_number: masked });
    const { address: _address, ...rest } = held;
    expect(await createVendor().get(vendorId)).toEqual(rest);
  });

  it.each([[null], [''], ['yesterday']])('have no time where it is %j', async (date) => {
    answer({ ...Object(fixture('number')), date_created: date, date_updated: date });
    const { createdAt: _createdAt, updatedAt: _updatedAt, ...rest } = held;
    expect(await createVendor().get(vendorId)).toEqual(rest);
  });
});

describe("Twilio's list", () => {
  it.each([
    ['says nothing of its end', { incoming_phone_numbers: [] }, 'a page does not say whether it is the last'],
    [
      'goes on elsewhere',
      { ...nothing, next_page_uri: 'https://example.com/more?Page=1' },
      'its next page is at another place',
    ],
    [
      'goes on beside it',
      { ...nothing, next_page_uri: `//example.com${numbers}.json?Page=1` },
      'its next page is at another place',
    ],
    ['goes on in circles', { ...nothing, next_page_uri: `${numbers}.json?Page=1` }, 'it leads back to an earlier page'],
    ['has what makes no sense', { ...nothing, incoming_phone_numbers: [{ sid: 7 }] }, '1 of its items make no sense'],
  ])('is not complete where it %s', async (_how, page, why) => {
    answer(page);
    expect(await failureOf(listAll(createVendor()))).toMatchObject({
      outcome: 'unreachable',
      message: `Twilio's list of numbers cannot be read to its end: ${why}.`,
    });
    for (const request of takeRequests()) expect(request.path).toBe(`${numbers}.json`);
  });
});

describe("Twilio's answer to a purchase", () => {
  it.each([
    ['now', ago(0)],
    ['by a clock that is some minutes late', ago(5)],
  ])('is believed where the account has the number since %s', async (_when, date) => {
    stub().answer({ json: nothing }, { status: 201, json: { ...Object(fixture('number')), date_created: date } });
    expect(await exactBuying(createVendor()).buy(recordCall(), order)).toMatchObject({ vendorId, address: number });
  });

  it('is believed whatever the time is here, where nobody has changed the number since it has its marker', async () => {
    const times = { date_created: ago(600), date_updated: ago(600) };
    const named = { ...Object(fixture('number')), ...times, friendly_name: order.marker };
    stub().answer({ json: nothing }, { status: 201, json: named });
    expect(await exactBuying(createVendor()).buy(recordCall(), order)).toMatchObject({ vendorId, address: number });
    stub().answer({ json: nothing }, { status: 201, json: { ...named, date_updated: ago(0) } });
    expect(await failureOf(exactBuying(createVendor()).buy(recordCall(), order))).toMatchObject({ reason: 'conflict' });
    stub().answer({ json: nothing }, { status: 201, json: { ...named, friendly_name: 'Front desk' } });
    expect(await failureOf(exactBuying(createVendor()).buy(recordCall(), order))).toMatchObject({ reason: 'conflict' });
  });

  it.each([
    ['was there before', ago(60)],
    ['does not say since when it is there', null],
  ])('proves nothing where the number %s', async (_what, date) => {
    stub().answer({ json: nothing }, { status: 201, json: { ...Object(fixture('number')), date_created: date } });
    expect(await failureOf(exactBuying(createVendor()).buy(recordCall(), order))).toMatchObject({
      outcome: 'unknown',
      reason: 'conflict',
      message: expect.stringMatching(
        /^Twilio answered with \+14155580160, and says that the account has it.*not known\.$/,
      ),
    });
  });

  it.each([
    [1, { outcome: 'rejected', reason: 'refused', member: 'number', retryable: false }],
    [2, { outcome: 'unknown', reason: 'conflict' }],
  ])('is not asked for in call %i where the account has the number', async (attempt, expected) => {
    answer({ ...nothing, incoming_phone_numbers: [fixture('number')] });
    const failure = await failureOf(exactBuying(createVendor()).buy({ ...recordCall(), attempt }, order));
    expect(failure).toMatchObject({
      ...expected,
      message: `${number} is in the account at Twilio already. Nothing was asked for.`,
    });
    expect(takeRequests()).toMatchObject([{ method: 'GET' }]);
  });

  it('is asked for where the account has a number only that has this one in it', async () => {
    const longer = { ...Object(fixture('number')), phone_number: `${number}1` };
    stub().answer(
      { json: { ...nothing, incoming_phone_numbers: [longer] } },
      { status: 201, json: { ...Object(fixture('number')), date_created: ago(0) } },
    );
    expect(await exactBuying(createVendor()).buy(recordCall(), order)).toMatchObject({ address: number });
  });

  it('is not asked for where nobody says what the account has', async () => {
    answer({}, 500);
    const failure = await failureOf(exactBuying(createVendor()).buy(recordCall(), order));
    expect(failure).toMatchObject({ outcome: 'unreachable', reason: 'no-answer' });
    for (const { method } of takeRequests()) expect(method).toBe('GET');
  });
});

describe("Twilio's prices", () => {
  const offersWith = (price: unknown, status = 200) => {
    stub().answer((response, { path }) => {
      const isPrice = path.startsWith('/v1/');
      response.writeHead(isPrice ? status : 200).end(JSON.stringify(isPrice ? price : fixture('search')));
    });
    return exactBuying(createVendor()).search(query);
  };
  const prices = (local: object) => ({
    ...Object(fixture('prices')),
    phone_number_prices: [{ number_type: 'toll free', current_price: '9' }, local],
  });

  it.each([
    ['a text', '1.15', '1.15'],
    ['a number', 1.5, '1.5'],
    ['free', '0.00', '0'],
  ])('may be %s', async (_what, current_price, amount) => {
    const [offer] = await offersWith(prices({ number_type: 'local', base_price: '2', current_price }));
    expect(offer).toEqual({ number: '+14155580100', monthlyPrice: { amount, currency: 'USD' } });
  });

  it.each([
    ['has no local numbers', () => prices({ number_type: 'mobile', current_price: '1' }), 200],
    ['is no figure', () => prices({ number_type: 'local', current_price: 'a dollar' }), 200],
    [
      'is of no currency',
      () => ({ ...prices({ number_type: 'local', current_price: '1' }), price_unit: 'cents' }),
      200,
    ],
    ['cannot be read', () => 'dear', 200],
    ['is not shown to this key', () => ({ code: 70051, message: 'no', status: 403 }), 403],
  ])('leave an offer without where the list %s', async (_what, body, status) => {
    const [offer] = await offersWith(body(), status);
    expect(offer).toEqual({ number: '+14155580100' });
  });

  it('are not waited for where they do not come, and say nothing of the vendor’s health', async () => {
    const vendor = createVendor();
    stub().answer((response, { path }) => {
      if (!path.startsWith('/v1/')) response.end(JSON.stringify(fixture('search')));
    });
    expect(await exactBuying(vendor).search(query)).toHaveLength(2);
    await sleep(1_100);
    expect(vendor.health()).toMatchObject({ available: true, failingSince: null });
  });
});

it("Twilio's search finds nothing in a country that has no local numbers", async () => {
  answer({ code: 20404, message: 'The requested resource was not found', status: 404 }, 404);
  expect(await exactBuying(createVendor()).search({ ...query, country: 'GB', areaCode: null })).toEqual([]);
});

it("Twilio's search leaves out what is hidden, and what is none", async () => {
  const candidates = ['+1415558****', null, '+14155580100', 'sold out'].map((phone_number) => ({ phone_number }));
  stub().answer((response, { path }) => {
    const body = path.startsWith('/v1/') ? {} : { available_phone_numbers: [...candidates, 7] };
    response.end(JSON.stringify(body));
  });
  expect(await exactBuying(createVendor()).search(query)).toEqual([{ number: '+14155580100' }]);
});
