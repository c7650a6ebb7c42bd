import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watch } from '../support/numbers.ts';
import { purchaseInput } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const numbers = 'query ($filter: PhoneNumberFilter) { phoneNumbers(filter: $filter) { totalCount } }';
const entities = 'query ($all: [_Any!]!) { _entities(representations: $all) { __typename } }';
const purchase = 'mutation ($input: PurchaseNumberInput!) { purchaseNumber(input: $input) { replayed } }';
const members = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 1]));
const agent = { __typename: 'Agent', id: 'a' };

describe('variables', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  // The largest body has 80,000 members. For each that nobody knows, graphql-js writes all of them out.
  it.each<[string, string, object]>([
    ['a filter of 101 members', numbers, { filter: members(101) }],
    ['a filter of 80,000 members', numbers, { filter: members(80_000) }],
    ['an input of 101 members', purchase, { input: { ...purchaseInput(listed.name), ...members(101) } }],
    ['a representation of 101 members', entities, { all: [{ ...agent, ...members(99) }] }],
    ['an object of 101 members somewhere in it', entities, { all: [{ ...agent, x: [{ y: members(101) }] }] }],
    ['a list of 10,001 entries', numbers, { filter: { vendors: Array(10_001).fill('NOBODY') } }],
  ])('that are %s are refused at once', async (_what, query, variables) => {
    const { answer, ...done } = await watch(app, query, variables);
    expect(done).toEqual({ sql: [], vendorCalls: 0, errorLines: [] });
    expect(answer).toEqual({
      status: 400,
      errors: [
        {
          message: expect.stringMatching(/^A variable of this request has an? (object of more than 100 members|list)/),
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
  });

  it('may be as wide as that, and more at their top, where what is not declared is left alone', async () => {
    const all = Array(100).fill({ ...agent, ...members(98) });
    expect((await app.graphql(entities, { all, ...members(1_000) })).data._entities).toHaveLength(100);
  });

  it('that are wrong are answered with ten mistakes', async () => {
    const { errors } = await app.graphql(numbers, { filter: { vendors: Array(100).fill('NOBODY') } });
    expect(errors?.slice(0, -1).map(({ message }) => message)).toEqual(
      Array.from({ length: 10 }, () => expect.stringContaining('"NumberVendor" enum')),
    );
  });
});
