import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buy, purchaseInput } from '../support/purchases.ts';
import { listed } from '../support/vendors.ts';
import { expectInTable } from './clients-table.ts';
import { openShop, type Pages, type Purchased, pages, purchase, readNumber, type Shop } from './shop.ts';

describe('urql with graphcache', () => {
  let shop: Shop;
  const warnings: string[] = [];
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.app.stop());

  /** They have no id: each is kept within what it was asked of. */
  const embedded = ['InboundRouting', 'NumberPayload', 'NumberUserError', 'PhoneNumberConnection', 'PhoneNumberEdge'];
  const connect = () =>
    new Client({
      url: shop.endpoint,
      preferGetMethod: false,
      exchanges: [
        cacheExchange({
          schema: shop.introspection,
          keys: Object.fromEntries([...embedded, 'SipTrunk'].map((name) => [name, () => null])),
          resolvers: { Query: { phoneNumbers: relayPagination() }, Agent: { phoneNumbers: relayPagination() } },
          logger: (severity, message) => void (severity === 'debug' || warnings.push(message)),
        }),
        fetchExchange,
      ],
    });

  it('shows all of what was bought', async () => {
    const input = purchaseInput(listed.name, { agentId: listed.agents.first, label: 'Front desk' });
    const { data, error } = await connect().mutation<Purchased>(purchase, { input }).toPromise();
    expect(error).toBeUndefined();
    const bought = data?.purchaseNumber.phoneNumber;
    if (!bought) throw new Error('Nothing was bought.');
    expect(bought).toEqual(await readNumber(shop, bought.id));
    expect(warnings).toEqual([]);
    expectInTable('urql with graphcache', 'all fields', 'joined');
  });

  it('joins pages of numbers, and of the numbers of an agent', async () => {
    const { id } = await buy(shop.app, listed.name, { agentId: listed.agents.second });
    await buy(shop.app, listed.name, { agentId: listed.agents.second });
    const client = connect();
    const first = await client.query<Pages>(pages, { id }).toPromise();
    const after = first.data?.phoneNumbers.pageInfo.endCursor;
    const afterOfAgent = first.data?.phoneNumber.agent.phoneNumbers.pageInfo.endCursor;
    const { data } = await client.query<Pages>(pages, { id, after, afterOfAgent }).toPromise();
    expect(data?.phoneNumbers.edges).toHaveLength(4);
    expect(data?.phoneNumber.agent.phoneNumbers.edges).toHaveLength(2);
    expect(warnings).toEqual([]);
  });
});
