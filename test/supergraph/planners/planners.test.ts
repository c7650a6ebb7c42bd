import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAgents } from '../../../examples/supergraph/agents/agents.ts';
import { typeDefs as agentsSdl } from '../../../examples/supergraph/agents/schema.ts';
import { startAgentsSubgraph } from '../../../examples/supergraph/agents/server.ts';
import { mutate } from '../../support/mutations.ts';
import { adopt, dataOf } from '../../support/numbers.ts';
import { freeAreaCode } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, vendorWith } from '../../support/vendors.ts';
import { type Planner, planners } from './planners.ts';
import { type Known, queries } from './queries.ts';
import { startBilling, startCalls, startVendorCalls } from './subgraphs.ts';

const TIMEOUT_MS = 60_000;
/** Where nothing answers. */
const NOWHERE = 'http://127.0.0.1:9/graphql';
const docs = readFileSync(new URL('../../../docs/compatibility.md', import.meta.url), 'utf8');

let known: Known;
/** The supergraph of all subgraphs, some of which may be down. */
let compose: (...down: readonly string[]) => string;
const running = new AsyncDisposableStack();
beforeAll(async () => {
  const app = await startTestApp();
  running.defer(() => app.stop());
  known = await prepare(app);
  const { address, vendorId } = known;
  const others = {
    agents: { ...(await startAgentsSubgraph()), typeDefs: agentsSdl },
    calls: await startCalls(address),
    'vendor-calls': await startVendorCalls({ vendor: listed.name, vendorId }),
    billing: await startBilling(),
  };
  for (const subgraph of Object.values(others)) running.defer(() => subgraph.stop());
  const { _service } = dataOf(await app.graphql('{ _service { sdl } }'));
  const subgraphs = { 'phone-numbers': { url: `${app.url}/graphql`, typeDefs: parse(_service.sdl) }, ...others };
  compose = (...down) => {
    const services = Object.entries(subgraphs).map(([name, { url, typeDefs }]) => ({
      ...{ name, typeDefs, url: down.includes(name) ? NOWHERE : url },
    }));
    const { supergraphSdl, errors } = composeServices(services);
    expect(errors).toBeUndefined();
    return supergraphSdl ?? '';
  };
}, TIMEOUT_MS);
afterAll(() => running.disposeAsync(), TIMEOUT_MS);

/** Numbers of all the kinds that are asked for. */
async function prepare(app: TestApp): Promise<Known> {
  const agentId = listed.agents.first;
  const number = listed.seededNumber((one) => one.kind === 'PSTN' && one.agentId === agentId);
  const orphan = '+12125557501';
  app.sandbox.control.addNumber({ vendor: listed.name, number: orphan, agentId: randomUUID() });
  await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
  const routing = vendorWith('INBOUND_ROUTING');
  const rerouted = '+12125557502';
  const record = app.sandbox.control.addNumber({ vendor: routing.name, number: rerouted });
  const phoneNumberId = await adopt(app, routing.name, record.id);
  const inboundRouting = { agentId: randomUUID(), fallbackAgentId: routing.agents.first };
  expect((await mutate(app, 'updateNumber', { phoneNumberId, inboundRouting })).userErrors).toEqual([]);
  const input = { vendor: listed.name, areaCode: freeAreaCode(), agentId };
  return { address: listed.addressOf(number), vendorId: number.id, agentId, input, orphan, rerouted };
}

describe.each(Object.entries(planners))('a supergraph, planned by %s,', (name, start) => {
  let planner: Planner;
  beforeAll(async () => {
    planner = await start(compose());
  }, TIMEOUT_MS);
  afterAll(() => planner.stop(), TIMEOUT_MS);

  it.each(queries)('answers: $what', async ({ query, variables = () => ({}), data, gaps = {} }) => {
    const given = variables({ ...known, input: { ...known.input, idempotencyKey: randomUUID() } });
    const answer = await planner.ask(query, given);
    // What a planner cannot do is named, so that it is noticed when it can.
    if (gaps[name] === undefined) expect(answer.data).toEqual(data(known));
    else expect(answer.data).not.toEqual(data(known));
  });

  it('answers all agents, each without its numbers, where this subgraph is down', async () => {
    const alone = await start(compose('phone-numbers'));
    try {
      const { data } = await alone.ask('{ agents { name phoneNumbers(first: 1) { totalCount } } }');
      const agents = await loadAgents();
      expect(agents.length).toBeGreaterThan(1);
      expect(data).toEqual({ agents: agents.map(({ name }) => ({ name, phoneNumbers: null })) });
    } finally {
      await alone.stop();
    }
  });

  it('answers numbers, without what others know of them, where the others are down', async () => {
    const alone = await start(compose('agents', 'calls', 'vendor-calls', 'billing'));
    try {
      const query = `query ($filter: PhoneNumberFilter) {
        phoneNumbers(filter: $filter) { nodes { ... on PhoneNumberRecord { address agent { name } } } } }`;
      const { data } = await alone.ask(query, { filter: { addresses: [known.address] } });
      expect(data).toEqual({ phoneNumbers: { nodes: [{ address: known.address, agent: null }] } });
    } finally {
      await alone.stop();
    }
  });
});

describe('docs/compatibility.md', () => {
  it.each(queries)('tells who answers: $what', ({ what, gaps = {} }) => {
    const cells = Object.keys(planners).map((name) => (gaps[name] === undefined ? 'yes' : 'no'));
    const row = docs.split('\n').find((line) => line.startsWith(`| ${what} `));
    expect(
      row
        ?.split('|')
        .slice(2, -1)
        .map((cell) => cell.trim()),
    ).toEqual(cells);
    for (const gap of Object.values(gaps)) expect(docs).toContain(gap);
  });
});
