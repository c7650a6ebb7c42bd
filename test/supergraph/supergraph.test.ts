import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAgents } from '../../examples/supergraph/agents/agents.ts';
import { startAgentsSubgraph } from '../../examples/supergraph/agents/server.ts';
import { type Gateway, startGateway } from '../../examples/supergraph/gateway.ts';
import { startTestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const TIMEOUT_MS = 60_000;
/** The agent of a number that the sandbox's account has from the start. */
const receptionId = listed.agents.first;

describe('the supergraph of phone numbers and agents', { timeout: TIMEOUT_MS }, () => {
  const running = new AsyncDisposableStack();
  let gateway: Gateway;

  beforeAll(async () => {
    const phoneNumbers = await startTestApp();
    running.defer(() => phoneNumbers.stop());
    const agentsSubgraph = await startAgentsSubgraph();
    running.defer(() => agentsSubgraph.stop());
    gateway = await startGateway({
      phoneNumbersUrl: `${phoneNumbers.url}/graphql`,
      agentsUrl: agentsSubgraph.url,
      port: 0,
    });
    running.defer(() => gateway.stop());
  }, TIMEOUT_MS);

  afterAll(() => running.disposeAsync(), TIMEOUT_MS);

  async function ask(query: string, variables: object = {}) {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return response.json();
  }

  it('tells of an agent what either subgraph knows, with every description', async () => {
    const { data } = await ask('{ __type(name: "Agent") { description fields { name description } } }');
    const { description, fields } = data.__type;
    const names = fields.map(({ name }: { name: string }) => name);
    expect(names.toSorted()).toEqual(['id', 'language', 'name', 'phoneNumbers']);
    for (const described of [{ description }, ...fields]) expect(described.description).toBeTruthy();
  });

  it('goes from numbers to their agents, and from agents to their numbers', async () => {
    const { data, errors } = await ask(`{
      phoneNumbers(maxAge: 0, filter: { startsWith: "+14155550160" }) {
        nodes { ... on PhoneNumberRecord { address agent { id name language } } }
      }
      agents { id name phoneNumbers(first: 5) { nodes { ... on PhoneNumberRecord { address } } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data.phoneNumbers.nodes).toEqual([
      {
        address: '+14155550160',
        agent: { id: receptionId, name: 'Reception', language: 'en' },
      },
    ]);
    expect(data.agents).toHaveLength((await loadAgents()).length);
    expect(data.agents).toContainEqual({
      id: receptionId,
      name: 'Reception',
      phoneNumbers: { nodes: expect.arrayContaining([{ address: '+14155550160' }]) },
    });
  });

  it('goes there and back again: from an agent over a number to the name of its agent', async () => {
    const { data, errors } = await ask(
      `query ($id: ID!) {
        agent(id: $id) {
          phoneNumbers(first: 1) { nodes { ... on PstnNumber { agent { name } } } }
        }
      }`,
      { id: receptionId },
    );
    expect(errors).toBeUndefined();
    expect(data.agent.phoneNumbers.nodes).toEqual([{ agent: { name: 'Reception' } }]);
  });

  it('buys a number once and names the agent that answers it, however often it is asked', async () => {
    const variables = {
      input: {
        idempotencyKey: randomUUID(),
        vendor: listed.name,
        areaCode: '212',
        agentId: receptionId,
      },
    };
    const purchase = `mutation ($input: PurchaseNumberInput!) {
      purchaseNumber(input: $input) {
        phoneNumber { ... on PstnNumber { number agent { name } } }
        operation { id status }
        userErrors { code message }
      }
    }`;
    const first = await ask(purchase, variables);
    expect(first).toMatchObject({
      data: {
        purchaseNumber: {
          phoneNumber: {
            number: expect.stringMatching(/^\+1212/),
            agent: { name: 'Reception' },
          },
          operation: { status: 'SUCCEEDED' },
          userErrors: [],
        },
      },
    });
    expect(await ask(purchase, variables)).toEqual(first);
  });

  it('offers a GraphiQL whose examples are those of the subgraph, but for what a gateway cannot be asked', async () => {
    const info = await (await fetch(`${gateway.url}/graphiql/info.json`)).json();
    expect(info).toMatchObject({ mode: 'sandbox', examples: { buyNumber: expect.any(Object), entities: null } });
  });

  it('offers a GraphiQL that loads nothing from elsewhere', async () => {
    const page = await fetch(`${gateway.url}/graphiql`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  });
});
