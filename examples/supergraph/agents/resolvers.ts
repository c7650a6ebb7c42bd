import type { Agent } from './agents.ts';

/** Who an agent is. The numbers that reach it come from the phone numbers subgraph. */
export function createResolvers(agents: readonly Agent[]) {
  const findAgent = (id: string): Agent | null => agents.find((agent) => agent.id === id) ?? null;
  return {
    Query: {
      agents: () => agents,
      agent: (_parent: unknown, { id }: { id: string }) => findAgent(id),
    },
    Agent: {
      __resolveReference: ({ id }: Pick<Agent, 'id'>) => findAgent(id),
    },
  };
}
