import type { SipNumberResolvers } from '../generated/types.ts';
import { demandEntity } from '../permissions.ts';
import { loadReference } from '../references.ts';

export const SipNumber: SipNumberResolvers = {
  async __resolveReference(representation, context) {
    demandEntity(context, 'SipNumber');
    const number = await loadReference(context.loaders, representation);
    return number?.kind === 'SIP' ? number : null;
  },
  agent: ({ agentId }) => (agentId === null ? null : { id: agentId }),
};
