import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutate } from '../../support/mutations.ts';
import { addressesOf, adopt, emptyAccounts, listNumbers } from '../../support/numbers.ts';
import { untidy, vendorsThatSpell } from '../../support/spelling-vendors.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, vendorThat } from '../../support/vendors.ts';

const describing = vendorThat('says that agents are UUIDs', ({ rules }) => rules.agentId !== null);
const agent = describing.agents.first;
/** Of a vendor that does not say so: its ids are its own affair. */
const opaque = 'F0E1D2C3-0000-4000-8000-ABCDEFABCDEF';
const [one, other] = ['+13105550141', '+13105550142'];

describe('an agent whose id is a UUID', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ vendors: vendorsThatSpell(untidy) });
    emptyAccounts(app);
    const { id } = app.sandbox.control.addNumber({ vendor: describing.name, number: one, agentId: agent });
    await adopt(app, describing.name, id);
    app.sandbox.control.addNumber({ vendor: listed.name, number: other, agentId: opaque });
    await listNumbers(app, { maxAge: 0 });
  });
  afterAll(() => app.stop());

  const spellings = [agent, agent.toUpperCase()];

  it.each(spellings)('is found in a filter, asked for as %s', async (agentId) => {
    expect(addressesOf(await listNumbers(app, { filter: { agentId } }))).toEqual([one]);
  });

  it.each(spellings)('has its numbers, asked for as %s', async (id) => {
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) {
        ... on Agent { id phoneNumbers { totalCount nodes { ... on PstnNumber { number agent { id } } } } }
      }
    }`;
    const { data } = await app.graphql(query, { representations: [{ __typename: 'Agent', id }] });
    const phoneNumbers = { totalCount: 1, nodes: [{ number: one, agent: { id: agent } }] };
    expect(data._entities).toEqual([{ id, phoneNumbers }]);
  });

  it('keeps its capitals where its vendor does not say that ids are UUIDs', async () => {
    const page = await listNumbers(app, { filter: { agentId: opaque } });
    expect(page.edges.map(({ node }) => [node.address, node.agent?.id])).toEqual([[other, opaque]]);
  });

  it('is linked in the one spelling, so that nothing is linked twice', async () => {
    const [{ node } = { node: null }] = (await listNumbers(app, { filter: { agentId: agent } })).edges;
    const input = { phoneNumberId: node?.id, agentId: describing.agents.second.toUpperCase() };
    const { phoneNumber, operation } = await mutate(app, 'linkNumberToAgent', input);
    expect(phoneNumber?.agent?.id).toBe(describing.agents.second);
    expect(JSON.stringify(operation?.history)).not.toContain(input.agentId);
    const [at] = app.sandbox.control.numbers(describing.name);
    expect(at?.agentId).toBe(describing.agents.second);
    await mutate(app, 'linkNumberToAgent', { ...input, agentId: agent });
  });
});
