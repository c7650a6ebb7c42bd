import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
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
import { type Answered, type Planner, planners } from './planners.ts';
import { type Known, NO_ANSWER, queries } from './queries.ts';
import { startBilling, startCalls, startTexts, startVendorCalls } from './subgraphs.ts';

const TIMEOUT_MS = 60_000;
/** Where nothing answers. */
const NOWHERE = 'http://127.0.0.1:9/graphql';
const docs = readFileSync(new URL('../../../docs/compatibility.md', import.meta.url), 'utf8');

let known: Known;
/** The supergraph of all subgraphs, of which one may be down, or not there. */
let compose: (but?: { down?: string; without?: string }) => string;
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
    texts: await startTexts(address),
  };
  for (const subgraph of Object.values(others)) running.defer(() => subgraph.stop());
  const { _service } = dataOf(await app.graphql('{ _service { sdl } }'));
  const subgraphs = { 'phone-numbers': { url: `${app.url}/graphql`, typeDefs: parse(_service.sdl) }, ...others };
  compose = ({ down, without } = {}) => {
    const there = Object.entries(subgraphs).filter(([name]) => name !== without);
    const services = there.map(([name, { url, typeDefs }]) => ({
      ...{ name, typeDefs, url: name === down ? NOWHERE : url },
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
  let withoutBilling: Planner;
  beforeAll(async () => {
    planner = await start(compose());
    withoutBilling = await start(compose({ without: 'billing' }));
  }, TIMEOUT_MS);
  afterAll(async () => {
    await planner.stop();
    await withoutBilling.stop();
  }, TIMEOUT_MS);

  it.each(queries)('answers: $what', async ({ what, query, variables = () => ({}), data, without, flaws = {} }) => {
    const given = variables({ ...known, input: { ...known.input, idempotencyKey: randomUUID() } });
    const asked = (without ? withoutBilling : planner).ask(query, given);
    // What a planner cannot do is named, so that it is noticed when it can.
    const cell = cellOf(what, name);
    const flaw = flaws[name];
    const answer = await (flaw === NO_ANSWER ? Promise.race([asked, noAnswer()]) : asked);
    expect(flaw === undefined ? [YES] : [NO, YES_AND_ERROR]).toContain(cell);
    if (cell === NO) expect(answer.data).not.toEqual(data(known));
    else expect(answer.data).toEqual(data(known));
    if (flaw === undefined) expect(answer.errors).toBeUndefined();
    else expect(JSON.stringify(answer)).toContain(flaw);
  });

  it('answers all agents, each without its numbers, where this subgraph is down', async () => {
    const agents = await loadAgents();
    expect(agents.length).toBeGreaterThan(1);
    const query = '{ agents { name phoneNumbers(first: 1) { totalCount } } }';
    expect(await askWithout('phone-numbers', query)).toEqual({
      agents: agents.map(({ name }) => ({ name, phoneNumbers: null })),
    });
  });

  it.each([
    ['agents', 'agent { name }', '', { agent: null }, {}],
    ['billing', 'centsPerMonth', '', { centsPerMonth: null }, {}],
    ['calls', 'label', 'calls { id }', { label: null }, { calls: null }],
    ['vendor-calls', 'label', 'vendorCalls { id }', { label: null }, { vendorCalls: null }],
    ['texts', 'label', 'texts { id }', { label: null }, { texts: null }],
  ])(
    'answers numbers, without what others know of them, where %s is down',
    async (down, field, root, ofNumber, rest) => {
      const query = `query ($filter: PhoneNumberFilter) { ${root}
      phoneNumbers(filter: $filter) { nodes { ... on PhoneNumberRecord { address ${field} } } } }`;
      const { address } = known;
      const answer = await askWithout(down, query, { filter: { addresses: [address] } });
      expect(answer).toEqual({ phoneNumbers: { nodes: [{ address, ...ofNumber }] }, ...rest });
    },
  );

  async function askWithout(down: string, query: string, variables: object = {}) {
    const alone = await start(compose({ down }));
    try {
      return (await alone.ask(query, variables)).data;
    } finally {
      await alone.stop();
    }
  }
});

const [YES, NO, YES_AND_ERROR] = ['yes', 'no', 'yes, and an error'];

/** What docs/compatibility.md tells of a planner. */
function cellOf(what: string, planner: string): string | undefined {
  const cells = docs
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, first]) => first === what || first === 'Asked for');
  const [head, row] = cells;
  return row?.[head?.indexOf(planner) ?? -1];
}

/** Several times what the slowest answer takes. */
async function noAnswer(): Promise<Answered> {
  await setTimeout(3_000, undefined, { ref: false });
  return { errors: [{ message: NO_ANSWER }] };
}
