import type { SipNumberResolvers } from '../generated/types.ts';
import { idOf } from '../inputs.ts';
import { demandEntity } from '../permissions.ts';

export const SipNumber: SipNumberResolvers = {
  async __resolveReference(representation, context) {
    demandEntity(context, 'SipNumber');
    const id = idOf(representation);
    const number = id === null ? null : await context.loaders.numbers.load(id);
    return number?.kind === 'SIP' ? number : null;
  },
  agent: ({ agentId }) => (agentId === null ? null : { id: agentId }),
};
