import type { PstnNumberResolvers } from '../generated/types.ts';
import { demandEntity } from '../permissions.ts';
import { loadReference } from '../references.ts';

export const PstnNumber: PstnNumberResolvers = {
  async __resolveReference(representation, context) {
    demandEntity(context, 'PstnNumber');
    const number = await loadReference(context.loaders, representation);
    return number?.kind === 'PSTN' ? number : null;
  },
  agent: ({ agentId }) => (agentId === null ? null : { id: agentId }),
};
