import { type Agent, agents } from './agents.ts';

/** Who an agent is. What reaches it is told by the phone numbers subgraph. */
export const resolvers = {
  Query: {
    agents: () => agents,
    agent: (_parent: unknown, { id }: { id: string }) => findAgent(id),
  },
  Agent: {
    __resolveReference: ({ id }: Pick<Agent, 'id'>) => findAgent(id),
  },
};

function findAgent(id: string): Agent | null {
  return agents.find((agent) => agent.id === id) ?? null;
}
