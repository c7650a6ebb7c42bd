import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import httpTransport from '@graphql-mesh/transport-http';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';
import { askGateway } from './ask-gateway.ts';

const TIMEOUT_MS = 60_000;

/** Whatever the cache of a gateway asks of a store, in memory. */
function createStore() {
  const kept = new Map<string, unknown>();
  return {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: unknown) => void kept.set(key, value),
    delete: async (key: string) => kept.delete(key),
    getKeysByPrefix: async (prefix: string) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
    size: () => kept.size,
  };
}

describe('the response cache of a gateway', { timeout: TIMEOUT_MS }, () => {
  const running = new AsyncDisposableStack();
  const store = createStore();
  let app: TestApp;
  let ask: (query: string) => Promise<{ data: ReturnType<typeof JSON.parse>; errors?: unknown }>;

  beforeAll(async () => {
    app = await startTestApp();
    running.defer(() => app.stop());
    const { sdl } = dataOf(await app.graphql('{ _service { sdl } }'))._service;
    const url = `${app.url}/graphql`;
    const { supergraphSdl, errors } = composeServices([{ name: 'phone-numbers', url, typeDefs: parse(sdl) }]);
    expect(errors).toBeUndefined();
    const gateway = createGatewayRuntime({
      supergraph: supergraphSdl ?? '',
      transports: { http: httpTransport },
      cache: store,
      // Each caller has a store of its own, and keeps what it may for a minute.
      responseCaching: { session: () => 'the caller', ttl: 60_000 },
      logging: false,
    });
    running.defer(() => gateway[Symbol.asyncDispose]());
    ask = (query) => askGateway(gateway, query);
  }, TIMEOUT_MS);
  afterAll(() => running.disposeAsync(), TIMEOUT_MS);

  const bought = (number: string) => app.sandbox.control.addNumber({ vendor: listed.name, number });

  it('never answers maxAge: 0 from its store', async () => {
    const query = '{ phoneNumbers(maxAge: 0, first: 1) { totalCount } }';
    const before = (await ask(query)).data.phoneNumbers.totalCount;
    bought('+12125550142');
    expect((await ask(query)).data.phoneNumbers.totalCount).toBe(before + 1);
  });

  it('never answers a list, a number or an operation from its store after a change', async () => {
    const { id } = bought('+12125550143');
    await ask('{ phoneNumbers(maxAge: 0, first: 1) { totalCount } }');
    const query = `{
      phoneNumbers(first: 500) { nodes { ... on PhoneNumberRecord { vendorId label } } }
      numberOperations { totalCount }
    }`;
    const before = (await ask(query)).data;
    const [number] = (await ask('{ phoneNumbers { nodes { ... on PstnNumber { id } } } }')).data.phoneNumbers.nodes;
    const rename = `mutation ($input: UpdateNumberInput!) { updateNumber(input: $input) { userErrors { message } } }`;
    // Past the gateway, as by another one.
    dataOf(await app.graphql(rename, { input: { phoneNumberId: number.id, label: 'Renamed elsewhere' } }));
    const after = (await ask(query)).data;
    expect(after.numberOperations.totalCount).toBe(before.numberOperations.totalCount + 1);
    expect(JSON.stringify(after)).toContain('Renamed elsewhere');
    expect(JSON.stringify(after)).toContain(id);
  });

  it('never answers whether a vendor is available from its store', async () => {
    const query = '{ numberVendors { vendor available } }';
    await ask(query);
    app.logLines.length = 0;
    await ask(query);
    expect(app.logLines.join('')).toContain('vendor_syncs');
  });

  it('may keep what a vendor asks for', async () => {
    const query = '{ numberVendors { vendor title capabilities rules { agentRequired areaCode } } }';
    const first = await ask(query);
    expect(first.errors).toBeUndefined();
    app.logLines.length = 0;
    expect(await ask(query)).toEqual(first);
    expect(app.logLines.join('')).not.toContain('vendor_syncs');
    expect(store.size()).toBeGreaterThan(0);
  });
});
