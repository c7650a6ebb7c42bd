import type { WeightedAgentResolvers } from '../generated/types.ts';

export const WeightedAgent: WeightedAgentResolvers = {
  agent: ({ agentId }) => ({ id: agentId }),
};
