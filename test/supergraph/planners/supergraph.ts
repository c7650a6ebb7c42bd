import { randomUUID } from 'node:crypto';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { expect } from 'vitest';
import { typeDefs as agentsSdl } from '../../../examples/supergraph/agents/schema.ts';
import { startAgentsSubgraph } from '../../../examples/supergraph/agents/server.ts';
import { mutate } from '../../support/mutations.ts';
import { adopt, dataOf } from '../../support/numbers.ts';
import { freeAreaCode } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, vendorNames, vendorWith } from '../../support/vendors.ts';
import type { Known } from './queries.ts';
import { type RunningSubgraph, startBilling, startCalls, startTexts, startVendorCalls } from './subgraphs.ts';

/** This subgraph and those of other teams, which run. */
export type Subgraphs = {
  readonly app: TestApp;
  readonly known: Known;
  /** Where each answers, by its name. */
  readonly urls: Readonly<Record<string, string>>;
  /** The supergraph of all of them, of which some may be elsewhere, or one not there. */
  compose(but?: { readonly urls?: Readonly<Record<string, string>>; readonly without?: string }): string;
  stop(): Promise<void>;
};

/** Starts all of them, with numbers of all the kinds that are asked for. */
export async function startSubgraphs(): Promise<Subgraphs> {
  await using starting = new AsyncDisposableStack();
  const app = await startTestApp();
  starting.defer(() => app.stop());
  const known = await prepare(app);
  const others: Record<string, RunningSubgraph> = {
    agents: { ...(await startAgentsSubgraph()), typeDefs: agentsSdl },
    calls: await startCalls(known.address),
    'vendor-calls': await startVendorCalls({ vendor: listed.name, vendorId: known.vendorId }),
    billing: await startBilling(),
    texts: await startTexts(known.address),
  };
  for (const subgraph of Object.values(others)) starting.defer(() => subgraph.stop());
  const { _service } = dataOf(await app.graphql('{ _service { sdl } }'));
  const subgraphs = { 'phone-numbers': { url: `${app.url}/graphql`, typeDefs: parse(_service.sdl) }, ...others };
  const running = starting.move();
  return {
    ...{ app, known },
    urls: Object.fromEntries(Object.entries(subgraphs).map(([name, { url }]) => [name, url])),
    compose({ urls = {}, without } = {}) {
      const there = Object.entries(subgraphs).filter(([name]) => name !== without);
      const services = there.map(([name, { url, typeDefs }]) => ({ name, typeDefs, url: urls[name] ?? url }));
      const { supergraphSdl, errors } = composeServices(services);
      expect(errors).toBeUndefined();
      return supergraphSdl ?? '';
    },
    stop: () => running.disposeAsync(),
  };
}

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
  const agentNames = vendorNames.flatMap((name) => app.sandbox.agentsOf(name).map((agent) => agent.name));
  return { address: listed.addressOf(number), vendorId: number.id, agentId, agentNames, input, orphan, rerouted };
}
