import { describe, expect, it } from 'vitest';
import { exactBuying, failureOf, present, recordCall } from '../../support/vendor-calls.ts';
import { bought, createTelnyxHarness, marker, number, order, query } from './harness.ts';

const { answer, stub, createVendor, fixture } = createTelnyxHarness();

const data = (name: string) => Object(fixture(name)).data;
const page = (
  records: unknown[],
  meta: object = { page_number: 1, total_pages: 1, total_results: records.length },
) => ({
  data: records,
  meta,
});

describe("Telnyx's answers to a purchase", () => {
  /** Buys while these answers come one after the other, the last for ever; a search has been made before. */
  async function buyWith(...replies: { status?: number; json: unknown }[]) {
    const vendor = createVendor();
    answer(fixture('search'));
    await exactBuying(vendor).search(query);
    stub().answer(...replies);
    return exactBuying(vendor).buy(recordCall(), order);
  }
  const json = (name: string) => ({ json: fixture(name) });
  const ordered = { outcome: 'unknown', reason: 'ordered' };

  it('with an order that is complete are done, as soon as its number is shown', async () => {
    expect(await buyWith(json('order-success'), { json: page([]) }, json('bought-page'))).toEqual(bought);
  });

  it.each([
    ['that stays pending', ['order-pending']],
    ['that waits for papers', ['order-waiting']],
    ['in a state that nobody knows', ['order-frozen']],
    ['that is complete, and whose number is not shown', ['order-success', 'no-page']],
  ])('with an order %s leave open what came of it', async (_what, names) => {
    const more: Record<string, unknown> = {
      'no-page': page([]),
      'order-frozen': { data: { ...data('order-pending'), status: 'frozen' } },
    };
    const replies = names.map((name) => ({ json: more[name] ?? fixture(name) }));
    expect(await failureOf(buyWith(...replies))).toMatchObject(ordered);
  });

  it('with an order that cannot be read afterwards leave open what came of it', async () => {
    expect(await failureOf(buyWith(json('order-pending'), { status: 500, json: {} }))).toMatchObject(ordered);
    const broken = [json('order-success'), { status: 200, json: '<html>' }];
    expect(await failureOf(buyWith(...broken))).toMatchObject(ordered);
  });

  it('that tell of a number that was released before are not about this one', async () => {
    const gone = { ...data('bought-page')[0], id: '7', status: 'deleted' };
    const listed = { json: page([gone, data('bought-page')[0]]) };
    expect(await buyWith(json('order-success'), listed)).toEqual(bought);
  });

  it('with an order that failed prove nothing by themselves: it may be a copy of the one that came', async () => {
    for (const replies of [[json('order-failure')], [json('order-pending'), json('order-failure')]]) {
      const failure = await failureOf(buyWith(...replies));
      expect(failure).toMatchObject({ outcome: 'unknown', reason: 'no-words' });
      expect(failure.message).toBe('Telnyx took the order and could not complete it');
    }
  });

  it.each([
    [409, 'number-already-held', { outcome: 'unknown', reason: 'conflict' }],
    [401, 'not-authorized', { outcome: 'unreachable', reason: 'credentials' }],
    [404, 'not-authorized', { outcome: 'unknown', reason: 'no-words' }],
  ])('with %i are read as the table says', async (status, name, expected) => {
    expect(await failureOf(buyWith({ status, json: fixture(name) }))).toMatchObject(expected);
  });

  it('are those to nothing where the search before it fails: certainly nothing was ordered', async () => {
    answer({ errors: [{ code: '10015', title: 'Bad request', detail: 'This region is not covered' }] }, 400);
    const failure = await failureOf(exactBuying(createVendor()).buy(recordCall(), order));
    expect(failure).toMatchObject({ outcome: 'rejected', message: 'Telnyx said: This region is not covered' });
    expect(stub().requests.map(({ method }) => method)).toEqual(['GET']);
  });
});

describe("Telnyx's orders", () => {
  const ask = () => present(exactBuying(createVendor()).order)({ marker, number });
  const row = (difference: object) => ({ ...data('orders')[0], ...difference });
  const other = { phone_numbers: [{ phone_number: '+14155550199' }] };

  it.each([
    ['none', [], null],
    ['one of another reference', [{ customer_reference: `${marker}0` }], null],
    ['one of another number', [{ status: 'success', ...other }], null],
    ['one that is complete', [{ status: 'success' }], { state: 'done' }],
    ['one that is complete among those that failed', [{ status: 'failure' }, { status: 'success' }], { state: 'done' }],
    ['one that waits beside one that is complete', [{ status: 'success' }, {}], { state: 'pending' }],
    ['one that waits beside one that failed', [{ status: 'failure' }, {}], { state: 'pending' }],
    ['one in a state that nobody knows', [{ status: 'frozen' }], { state: 'pending' }],
    ['one that does not name its number', [{ status: 'success', phone_numbers: null }], { state: 'done' }],
    ['two that failed', [{ status: 'failure' }, { status: 'failure', id: 'b' }], { state: 'failed', orders: 2 }],
  ])('are told as one: %s', async (_what, differences, expected) => {
    stub().answer({ json: page(differences.map(row)) }, { json: fixture('order-pending') });
    const told = await ask();
    if (expected === null) expect(told).toBeNull();
    else expect(told).toMatchObject(expected);
  });

  it('that wait for people say for what', async () => {
    stub().answer({ json: fixture('orders') }, { json: fixture('order-waiting') });
    expect(await ask()).toEqual({
      state: 'pending',
      words:
        'it waits for what the rules of the country ask for (address, document): give it in the portal ' +
        '(order 5f2c9a3e-0b51-4a0e-9c7d-2f6f0c1d7a10).',
    });
  });

  it('that wait are pending though no more can be read of them', async () => {
    stub().answer({ json: fixture('orders') }, { status: 404, json: {} });
    expect(await ask()).toMatchObject({ state: 'pending', words: expect.stringMatching(/pending/) });
  });

  it('are not told where their list cannot be read to its end', async () => {
    for (const body of [
      { data: [row({ status: 'failure' })] },
      page([row({ status: 'failure' }), { id: 'x' }]),
      page([row({ status: 'failure' })], { page_number: 2, total_pages: 2 }),
    ]) {
      answer(body);
      expect(await failureOf(ask())).toMatchObject({ outcome: 'unreachable', reason: 'unreadable' });
    }
  });
});
