import type { PstnNumberResolvers } from '../generated/types.ts';
import { idOf } from '../inputs.ts';

export const PstnNumber: PstnNumberResolvers = {
  async __resolveReference(representation, { loaders }) {
    const id = idOf(representation);
    const number = id === null ? null : await loaders.numbers.load(id);
    return number?.kind === 'PSTN' ? number : null;
  },
  agent: ({ agentId }) => (agentId === null ? null : { id: agentId }),
};
