import type { PstnNumberResolvers } from '../generated/types.ts';
import { idOf } from '../inputs.ts';
import { demandEntity } from '../permissions.ts';

export const PstnNumber: PstnNumberResolvers = {
  async __resolveReference(representation, context) {
    demandEntity(context, 'PstnNumber');
    const id = idOf(representation);
    const number = id === null ? null : await context.loaders.numbers.load(id);
    return number?.kind === 'PSTN' ? number : null;
  },
  agent: ({ agentId }) => (agentId === null ? null : { id: agentId }),
};
