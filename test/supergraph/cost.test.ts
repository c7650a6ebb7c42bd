import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import httpTransport from '@graphql-mesh/transport-http';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';
import { askGateway } from './ask-gateway.ts';

/** So many of one that each request is refused, and told what it costs. */
const COPIES = 40;
const asked = '{ ... on PhoneNumberRecord { id address label status agent { id } } }';
const SEARCH = `{ availableNumbers(input: { vendor: ${listed.name} }) { numbers { number } } }`;

describe('what a gateway estimates that a request costs, by the sizes that the schema tells it,', () => {
  const running = new AsyncDisposableStack();
  let app: TestApp;
  let estimate: (query: string) => Promise<number>;

  beforeAll(async () => {
    app = await startTestApp();
    running.defer(() => app.stop());
    const { sdl } = dataOf(await app.graphql('{ _service { sdl } }'))._service;
    const services = [{ name: 'phone-numbers', url: `${app.url}/graphql`, typeDefs: parse(sdl) }];
    const { supergraphSdl = '' } = composeServices(services);
    const gateway = createGatewayRuntime({
      supergraph: supergraphSdl,
      transports: { http: httpTransport },
      demandControl: { includeExtensionMetadata: true },
      logging: false,
    });
    running.defer(() => gateway[Symbol.asyncDispose]());
    estimate = async (query) => {
      const { extensions } = await askGateway(gateway, query);
      return extensions.cost.estimated;
    };
  });
  afterAll(() => running.disposeAsync());

  /** What the service itself counts. */
  async function count(field: string): Promise<number> {
    const copies = Array.from({ length: COPIES }, (_, index) => `copy${index}: ${field}`);
    const { errors } = await app.graphql(`{ ${copies.join(' ')} }`);
    const [, cost = ''] = / cost ([\d,]+);/.exec(errors?.[0]?.message ?? '') ?? [];
    return Number(cost.replaceAll(',', '')) / COPIES;
  }

  it.each([
    `phoneNumbers(first: 500) { nodes ${asked} }`,
    `phoneNumbers(last: 500) { edges { node ${asked} } }`,
    'numberOperations(first: 500) { nodes { id status phoneNumber { ... on PhoneNumberRecord { id } } } }',
  ])('is within a factor of two of what it does: %s', async (field) => {
    const ratio = (await estimate(`{ ${field} }`)) / (await count(field));
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  // Noticed when it changes: docs/compatibility.md tells whoever sets a limit.
  it.each([
    ['a list without a size, of which it leaves out the items,', `{ phoneNumbers { nodes ${asked} } }`, 3],
    ['a search of stock, of which it multiplies the cost by the size,', SEARCH, 2_600],
  ])('is, by Hive Gateway, for %s another', async (_what, query, estimated) => {
    expect(await estimate(query)).toBe(estimated);
  });
});
