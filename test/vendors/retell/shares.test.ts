import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { retell } from '../../../src/vendors/retell/index.ts';
import { losesItsAnswer, neverArrives } from '../../support/misleading/lies.ts';
import { type MisledApp, startMisledApp } from '../../support/misleading/misled-app.ts';
import { mutate, untilOperation } from '../../support/mutations.ts';
import { agentId, otherAgentId } from './harness.ts';

const vendor = retell.name;
/** Two agents share it from the start. */
const shared = '+12125530121';

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp();
});
afterEach(() => misled.stop());

const shown = 'id address agent { id } agents { agent { id } weight } fallbackAddress';
const read = async (filter: object) => {
  const { data, errors } = await misled.app.graphql(
    `query ($filter: PhoneNumberFilter) { phoneNumbers(maxAge: 0, filter: $filter) {
      totalCount nodes { ... on PhoneNumberRecord { ${shown} } } } }`,
    { filter: { vendors: [vendor], ...filter } },
  );
  expect(errors).toBeUndefined();
  return data.phoneNumbers;
};
const readShared = async () => (await read({ startsWith: shared })).nodes[0];
const agentsOf = async () => (await readShared()).agents;

describe('a number whose calls two agents share', () => {
  it('has none for its agent, both for its agents, and an address for calls that nobody answers', async () => {
    expect(await readShared()).toEqual({
      id: expect.any(String),
      address: shared,
      agent: null,
      agents: [
        { agent: { id: agentId }, weight: 0.7 },
        { agent: { id: otherAgentId }, weight: 0.3 },
      ],
      fallbackAddress: '+12125550199',
    });
  });

  it('is a linked one, and one of each of them', async () => {
    const addresses = async (filter: object) =>
      (await read(filter)).nodes.map(({ address }: { address: string }) => address).toSorted();
    expect(await addresses({ linked: true })).toEqual([shared, '+14155530120']);
    expect(await addresses({ agentId })).toEqual([shared, '+14155530120']);
    expect(await addresses({ agentId: otherAgentId })).toEqual([shared]);
    const { data } = await misled.app.graphql(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on Agent { id phoneNumbers { totalCount nodes { ... on PhoneNumberRecord { address } } } } } }`,
      { representations: [agentId, otherAgentId, 'agent_nobody'].map((id) => ({ __typename: 'Agent', id })) },
    );
    expect(data._entities).toEqual([
      { id: agentId, phoneNumbers: { totalCount: 2, nodes: expect.arrayContaining([{ address: shared }]) } },
      { id: otherAgentId, phoneNumbers: { totalCount: 1, nodes: [{ address: shared }] } },
      { id: 'agent_nobody', phoneNumbers: { totalCount: 0, nodes: [] } },
    ]);
  });

  it('is linked to one in place of both, and unlinked from it', async () => {
    const { id: phoneNumberId } = await readShared();
    const linked = await mutate(misled.app, 'linkNumberToAgent', { phoneNumberId, agentId: otherAgentId });
    expect(linked).toMatchObject({ userErrors: [], phoneNumber: { agent: { id: otherAgentId } } });
    expect(await agentsOf()).toEqual([{ agent: { id: otherAgentId }, weight: 1 }]);
    expect((await read({ agentId })).totalCount).toBe(1);
    const unlinked = await mutate(misled.app, 'unlinkNumberFromAgent', { phoneNumberId });
    expect(unlinked).toMatchObject({ userErrors: [], phoneNumber: { agent: null } });
    expect(await agentsOf()).toEqual([]);
    expect((await read({ agentId: otherAgentId })).totalCount).toBe(0);
  });

  it.each([
    ['never arrives has not happened: both answer still', neverArrives, 'FAILED', 2],
    ['is not answered has happened', losesItsAnswer, 'SUCCEEDED', 0],
  ] as const)('and whose unlinking %s', async (_what, lie, status, left) => {
    const { id: phoneNumberId } = await readShared();
    misled.way.once(vendor, 'update', lie);
    const { operation } = await mutate(misled.app, 'unlinkNumberFromAgent', { phoneNumberId });
    await untilOperation(misled.app, operation?.id, { status });
    expect(await agentsOf()).toHaveLength(left);
  });
});

it('a number of one agent has it among its agents, whoever carries it; one of none has none', async () => {
  const { data } = await misled.app.graphql(
    `{ phoneNumbers(maxAge: 0) { nodes { ... on PhoneNumberRecord { vendor ${shown} } } } }`,
  );
  const others = data.phoneNumbers.nodes.filter((each: { address: string }) => each.address !== shared);
  expect(others.length).toBeGreaterThan(3);
  for (const { agent, agents } of others) expect(agents).toEqual(agent === null ? [] : [{ agent, weight: 1 }]);
});
