import { toPaging } from '../connections.ts';
import type { AgentResolvers } from '../generated/types.ts';
import { idOf } from '../inputs.ts';
import { toFilter } from '../number-filter.ts';

export const Agent: AgentResolvers = {
  // Agents are not ours to know. Every id may be one, and one that nobody has linked has no numbers.
  __resolveReference(representation) {
    const id = idOf(representation);
    return id === null ? null : { id };
  },

  async phoneNumbers({ id }, { filter, orderBy, ...args }, { loaders, sync }) {
    sync.startDue();
    const order = orderBy ?? 'CREATED_AT_DESC';
    const paging = toPaging(order, args);
    const page = await loaders.agentPages.load({ agentId: id, filter: toFilter(filter), order, paging });
    return { ...page, order, total: async () => page.totalCount, ...sync.freshness() };
  },
};
