import type { SipNumberResolvers } from '../generated/types.ts';
import { idOf } from '../inputs.ts';

export const SipNumber: SipNumberResolvers = {
  async __resolveReference(representation, { loaders }) {
    const id = idOf(representation);
    const number = id === null ? null : await loaders.numbers.load(id);
    return number?.kind === 'SIP' ? number : null;
  },
  agent: ({ agentId }) => (agentId === null ? null : { id: agentId }),
};
