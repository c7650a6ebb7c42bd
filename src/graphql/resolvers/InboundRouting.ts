import type { InboundRoutingResolvers } from '../generated/types.ts';

export const InboundRouting: InboundRoutingResolvers = {
  agent: ({ agentId }) => ({ id: agentId }),
  fallbackAgent: ({ fallbackAgentId }) => (fallbackAgentId === null ? null : { id: fallbackAgentId }),
};
