import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAgentsSubgraph } from '../../../examples/supergraph/agents/server.ts';
import { startGateway } from '../../../examples/supergraph/gateway.ts';
import { type Supergraph, startSupergraph } from '../../../examples/supergraph/start.ts';
import type { GraphiqlInfo } from '../../../src/web/graphiql/info.ts';
import { startBrowser, type TestBrowser } from '../../support/browser.ts';
import { sendGraphql, startTestApp } from '../../support/test-app.ts';

const TIMEOUT_MS = 60_000;

describe('GraphiQL of the supergraph that one can try', { timeout: TIMEOUT_MS }, () => {
  let testBrowser: TestBrowser;
  let supergraph: Supergraph;

  beforeAll(async () => {
    [testBrowser, supergraph] = await Promise.all([startBrowser(), startSupergraph({ port: 0 })]);
  }, TIMEOUT_MS);

  afterAll(async () => {
    await Promise.all([testBrowser[Symbol.asyncDispose](), supergraph.stop()]);
  }, TIMEOUT_MS);

  it('begins with a query across subgraphs, has examples of its own, and says that it is no subgraph', async () => {
    const page = await testBrowser.browser.newPage();
    await page.goto(supergraph.url);
    expect(page.url()).toBe(`${supergraph.url}/graphiql`);
    await page.getByRole('tab', { selected: true, name: 'AgentsWithNumbers' }).waitFor();
    await page.getByLabel('Result Window').getByText('"agents"').waitFor();
    expect(await page.title()).toBe('Supergraph (sandbox)');
    await page.getByText('Supergraph.').waitFor();
    const groups = await page.locator('optgroup').evaluateAll((all) => all.map((each) => each.getAttribute('label')));
    expect(groups[0]).toBe('Across subgraphs');
    expect(groups).not.toContain('As a gateway asks');
    await page.close();
  });

  it('has examples across subgraphs that work as they are', async () => {
    const info: GraphiqlInfo = await (await fetch(`${supergraph.url}/graphiql/info.json`)).json();
    const run = (name: string, variables: object) =>
      sendGraphql(supergraph.url, {
        query: readFileSync(`src/web/graphiql/operations/supergraph/${name}.graphql`, 'utf8'),
        variables,
      });
    const bought = await run('buy-for-agent', info.examples.buyNumber ?? {});
    expect(bought.errors).toBeUndefined();
    expect(bought.data.purchaseNumber.phoneNumber.agent.name).toEqual(expect.any(String));
    for (const [name, variables] of [
      ['agents-with-numbers', {}],
      ['numbers-with-agents', { first: 20 }],
    ] as const) {
      const { data, errors } = await run(name, variables);
      expect(errors, name).toBeUndefined();
      expect(JSON.stringify(data), name).toContain(bought.data.purchaseNumber.phoneNumber.address);
    }
  });

  it('opens as before while the subgraph is down, and says nothing that it was never told', async () => {
    const agents = await startAgentsSubgraph();
    const app = await startTestApp();
    const settings = { phoneNumbersUrl: `${app.url}/graphql`, agentsUrl: agents.url, port: 0 };
    const [visited, unvisited] = await Promise.all([startGateway(settings), startGateway(settings)]);
    const readInfo = ({ url }: { url: string }) => fetch(`${url}/graphiql/info.json`);
    const told: GraphiqlInfo = await (await readInfo(visited)).json();
    await app.stop();
    expect(await (await readInfo(visited)).json()).toEqual(told);
    expect((await readInfo(unvisited)).status).toBe(502);
    await Promise.all([visited.stop(), unvisited.stop(), agents.stop()]);
  });
});
