import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toNumberId } from '../../src/domain/number-id.ts';
import { mutate } from '../support/mutations.ts';
import { addListedNumbers, addressesOf, adopt, dataOf, listNumbers, watch } from '../support/numbers.ts';
import { purchaseInput } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, type TestVendor, unlisted, vendorWith } from '../support/vendors.ts';

const MANY = 200;
const sipVendor = vendorWith('LIST', 'SIP_CREATE');
const desk = sipVendor.seededNumber(({ kind }) => kind === 'SIP');
const uri = sipVendor.addressOf(desk);
const fields = '__typename ... on PhoneNumberRecord { id vendor vendorId address agent { id } }';
const entities = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ${fields} ... on NumberOperation { id kind status } }
}`;

let app: TestApp;
let added: readonly { readonly id: string; readonly number: string }[];
beforeAll(async () => {
  app = await startTestApp();
  added = addListedNumbers(app, MANY);
  await listNumbers(app, { maxAge: 0 });
});
afterAll(() => app.stop());

const ask = async (representations: readonly object[]) =>
  dataOf(await app.graphql(entities, { representations }))._entities;
const byAddress = async (args: string) =>
  dataOf(await app.graphql(`{ phoneNumber(${args}) { ${fields} } }`)).phoneNumber;

/** An address that both vendors hold: they take it in one after the other, each with the agent that is given. */
async function holdTwice(number: string, vendors: readonly TestVendor[], agents: Readonly<Record<string, string>>) {
  for (const { name } of vendors) {
    const { [name]: agentId } = agents;
    const record = app.sandbox.control.addNumber({ vendor: name, number, ...(agentId && { agentId }) });
    await adopt(app, name, record.id);
    // Times are of whole milliseconds.
    await sleep(5);
  }
}

describe('a reference to a number', () => {
  it('is by id, by vendor and vendor id, or by address, without its kind or with it, in one statement for any mix', async () => {
    const keys = [
      ({ id }: { id: string }) => ({ id: toNumberId(listed.name, id) }),
      ({ id }: { id: string }) => ({ vendor: listed.name, vendorId: id }),
      ({ number }: { number: string }) => ({ address: number }),
    ];
    const representations = added.map((record, index) => ({
      __typename: index % 2 === 0 ? 'PhoneNumberRecord' : 'PstnNumber',
      ...keys[index % 3]?.({ ...record }),
    }));
    const { answer, sql, vendorCalls } = await watch(app, entities, { representations });
    expect(dataOf(answer)._entities).toMatchObject(
      added.map(({ id, number }) => ({ __typename: 'PstnNumber', vendorId: id, address: number })),
    );
    expect(sql).toHaveLength(1);
    expect(vendorCalls).toBe(0);
  });

  it('finds SIP addresses in letters of either case, and telephone numbers however they are written', async () => {
    const [{ number = '' } = {}] = added;
    const spelled = `${number.slice(0, 2)} (${number.slice(2, 5)}) ${number.slice(5, 8)}-${number.slice(8)}`;
    const found = await ask([
      { __typename: 'PhoneNumberRecord', address: uri.toUpperCase() },
      { __typename: 'SipNumber', address: uri },
      { __typename: 'PhoneNumberRecord', address: spelled },
    ]);
    expect(found).toMatchObject([
      { __typename: 'SipNumber', address: uri },
      { __typename: 'SipNumber', address: uri },
      { __typename: 'PstnNumber', address: number },
    ]);
  });

  it('is null where it finds nothing, and where it can be none', async () => {
    const [{ number = '' } = {}] = added;
    const members = [
      { address: '+15550000000' },
      { address: '' },
      { address: 7 },
      { address: '\ud800' },
      { address: '+'.repeat(60_000) },
      { vendor: listed.name },
      { vendorId: 'nobody' },
      { vendor: listed.name, vendorId: 'nobody' },
      { vendor: 'NOBODY', vendorId: added[0]?.id },
      { vendor: listed.name, vendorId: 7 },
      {},
    ];
    const strange = [
      ...members.map((given) => ({ __typename: 'PhoneNumberRecord', ...given })),
      { __typename: 'SipNumber', address: number },
      { __typename: 'PstnNumber', address: uri },
    ];
    const there = { __typename: 'PhoneNumberRecord', address: number };
    expect(await ask([...strange, there])).toMatchObject([...strange.map(() => null), { address: number }]);
  });

  it('by address means no number that was released; by id it does', async () => {
    const { phoneNumber } = await mutate(app, 'purchaseNumber', purchaseInput(listed.name));
    const { id = '', address = '' } = phoneNumber ?? {};
    await mutate(app, 'releaseNumber', { phoneNumberId: id, confirmAddress: address });
    const found = await ask([{ id }, { address }].map((key) => ({ __typename: 'PhoneNumberRecord', ...key })));
    expect(found).toMatchObject([{ id }, null]);
    expect(await byAddress(`address: "${address}"`)).toBeNull();
  });

  it('by an address that two vendors hold means the one that is linked, though it came in first', async () => {
    const number = '+12125557301';
    // The other one holds no number without an agent, so that it could not be the one that is not linked.
    await holdTwice(number, [unlisted, listed], { [unlisted.name]: unlisted.agents.first });
    expect(await byAddress(`address: "${number}"`)).toMatchObject({ vendor: unlisted.name });
    expect(await byAddress(`address: "${number}", vendor: ${listed.name}`)).toMatchObject({ vendor: listed.name });
  });

  it.each([
    ['+12125557302', [unlisted, listed]],
    ['+12125557303', [listed, unlisted]],
  ] as const)(
    'by an address that two vendors hold, both linked, means the one that came in last: %s',
    async (number, vendors) => {
      await holdTwice(number, vendors, Object.fromEntries(vendors.map(({ name, agents }) => [name, agents.first])));
      const [, { name: vendor }] = vendors;
      expect(await byAddress(`address: "${number}"`)).toMatchObject({ vendor });
      expect(await ask([{ __typename: 'PhoneNumberRecord', address: number }])).toMatchObject([{ vendor }]);
    },
  );
});

describe('phoneNumber', () => {
  it.each([
    ['neither an id nor an address', '', 'id'],
    ['both', 'id: "x", address: "y"', 'id'],
    ['a vendor and an id', `id: "x", vendor: ${listed.name}`, 'vendor'],
  ])('refuses %s', async (_what, args, argument) => {
    const { data, errors } = await app.graphql(`{ phoneNumber${args && `(${args})`} { __typename } }`);
    expect(data).toEqual({ phoneNumber: null });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
  });
});

describe('a filter by addresses', () => {
  it('finds exactly these, in pages', async () => {
    const addresses = [...added.slice(0, 30).map(({ number }) => number), uri, '+15550000000', 'nobody'];
    const filter = { addresses };
    const page = await listNumbers(app, { filter, orderBy: 'ADDRESS_ASC', first: 20 });
    expect(page).toMatchObject({ totalCount: 31, pageInfo: { hasNextPage: true } });
    const after = page.pageInfo.endCursor;
    const rest = await listNumbers(app, { filter, orderBy: 'ADDRESS_ASC', first: 20, after });
    expect([...addressesOf(page), ...addressesOf(rest)]).toEqual(addresses.slice(0, 31).toSorted());
    expect((await listNumbers(app, { filter: { addresses: [] } })).totalCount).toBe(0);
    expect((await listNumbers(app, { filter: { addresses, kind: 'SIP' } })).totalCount).toBe(1);
  });
});

describe('the numbers of an agent', () => {
  it('are filtered and ordered like the list of all', async () => {
    const query = `query ($id: ID!, $filter: PhoneNumberFilter, $orderBy: PhoneNumberOrder) {
      _entities(representations: [{ __typename: "Agent", id: $id }]) {
        ... on Agent { phoneNumbers(filter: $filter, orderBy: $orderBy) {
          totalCount nodes { ... on PhoneNumberRecord { address } } } }
      }
    }`;
    const id = 'agent-of-some';
    const numbers = ['+14155557401', '+14155557402', '+12125557403'];
    for (const number of numbers) app.sandbox.control.addNumber({ vendor: listed.name, number, agentId: id });
    await listNumbers(app, { maxAge: 0 });
    for (const filter of [{}, { startsWith: '+1415' }, { addresses: numbers.slice(1) }, { linked: false }]) {
      for (const orderBy of ['ADDRESS_DESC', 'ADDRESS_ASC']) {
        const [agent] = dataOf(await app.graphql(query, { id, filter, orderBy }))._entities;
        const page = await listNumbers(app, { filter: { ...filter, agentId: id }, orderBy });
        expect(agent.phoneNumbers).toEqual({
          totalCount: page.totalCount,
          nodes: addressesOf(page).map((address) => ({ address })),
        });
      }
    }
  });
});

describe('an operation', () => {
  it('is an entity, by its id', async () => {
    const { operation } = await mutate(app, 'purchaseNumber', purchaseInput(listed.name));
    const found = await ask([operation?.id, 'nobody', 7].map((id) => ({ __typename: 'NumberOperation', id })));
    expect(found).toEqual([
      { __typename: 'NumberOperation', id: operation?.id, kind: 'PURCHASE', status: 'SUCCEEDED' },
      null,
      null,
    ]);
  });
});
