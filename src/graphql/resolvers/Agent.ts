import { toPaging } from '../connections.ts';
import type { AgentResolvers } from '../generated/types.ts';
import { idOf } from '../inputs.ts';

export const Agent: AgentResolvers = {
  // Agents are not ours to know. Every id may be one, and one that nobody has linked has no numbers.
  __resolveReference(representation) {
    const id = idOf(representation);
    return id === null ? null : { id };
  },

  async phoneNumbers({ id }, args, { loaders, sync }) {
    sync.startDue();
    const order = 'CREATED_AT_DESC';
    const paging = toPaging(order, args);
    const page = await loaders.agentPages.load({ agentId: id, paging });
    return { ...page, order, total: async () => page.totalCount, ...sync.freshness() };
  },
};
