import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import type { IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buy, purchaseInput } from '../support/purchases.ts';
import { listed } from '../support/vendors.ts';
import { expectInTable } from './clients-table.ts';
import { openShop, type Pages, type Purchased, pages, purchase, readNumber, type Shop } from './shop.ts';

describe('Apollo Client 4', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.app.stop());

  const connect = (cache: InMemoryCache) => new ApolloClient({ link: new HttpLink({ uri: shop.endpoint }), cache });
  const cacheThatKnowsKinds = () =>
    new InMemoryCache({
      possibleTypes: toPossibleTypes(shop.introspection),
      typePolicies: {
        // Age is no part of what a list is: what was read with `maxAge: 0` is the list from then on.
        Query: { fields: { phoneNumbers: relayStylePagination(['filter', 'orderBy']) } },
        Agent: { fields: { phoneNumbers: relayStylePagination(['filter', 'orderBy']) } },
      },
    });
  const buyBy = async (client: ApolloClient) => {
    const variables = { input: purchaseInput(listed.name, { agentId: listed.agents.first, label: 'Front desk' }) };
    const { data } = await client.mutate<Purchased>({ mutation: gql(purchase), variables });
    if (!data) throw new Error('The purchase was not answered.');
    expect(data.purchaseNumber.userErrors).toEqual([]);
    return data.purchaseNumber.phoneNumber;
  };

  it('shows all of what was bought, told which types are numbers', async () => {
    const bought = await buyBy(connect(cacheThatKnowsKinds()));
    expect(bought).toEqual(await readNumber(shop, bought.id));
    expectInTable('Apollo Client 4 with `possibleTypes`', 'all fields', 'joined');
  });

  it('drops what is asked of the interface, not told which types are numbers, and says so on the console alone', async () => {
    using warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const bought = await buyBy(connect(new InMemoryCache()));
    const left = ['__typename', 'carrier', 'country', 'number', 'smsCapable', 'trunk'];
    expect(Object.keys(bought).toSorted()).toEqual(left);
    expect(warned.mock.calls.flat().join(' ')).toContain('possibleTypes');
    expectInTable('Apollo Client 4 without', 'without the fields of `... on PhoneNumberRecord`, and no error', '');
  });

  it('joins pages of numbers, and of the numbers of an agent', async () => {
    const { id } = await buy(shop.app, listed.name, { agentId: listed.agents.second });
    await buy(shop.app, listed.name, { agentId: listed.agents.second });
    const client = connect(cacheThatKnowsKinds());
    const query = client.watchQuery<Pages>({ query: gql(pages), variables: { id } });
    const watching = query.subscribe(() => undefined);
    const { data: first } = await query.refetch();
    const afterOfAgent = first?.phoneNumber.agent.phoneNumbers.pageInfo.endCursor;
    await query.fetchMore({ variables: { after: first?.phoneNumbers.pageInfo.endCursor, afterOfAgent } });
    watching.unsubscribe();
    const joined = client.readQuery<Pages>({ query: gql(pages), variables: { id } });
    const addresses = joined?.phoneNumbers.edges.map(({ node }) => node['address']);
    const { data: known } = await shop.app.graphql(
      '{ phoneNumbers(first: 4) { nodes { ... on PhoneNumberRecord { address } } } }',
    );
    expect(addresses).toEqual(known.phoneNumbers.nodes.map(({ address }: { address: string }) => address));
    expect(joined?.phoneNumber.agent.phoneNumbers.edges).toHaveLength(2);
  });
});

/** The types behind each interface and union, as a build step would write them to a file. */
function toPossibleTypes({ __schema }: IntrospectionQuery): Record<string, string[]> {
  return Object.fromEntries(
    __schema.types.flatMap((type) =>
      type.kind === 'INTERFACE' || type.kind === 'UNION'
        ? [[type.name, type.possibleTypes.map(({ name }) => name)]]
        : [],
    ),
  );
}
