import type { SipNumberResolvers } from '../generated/types.ts';

export const SipNumber: SipNumberResolvers = {
  async __resolveReference({ id }, { loaders }) {
    const number = await loaders.numbers.load(id);
    return number?.__typename === 'SipNumber' ? number : null;
  },
  agent: ({ agentId }) => (agentId === null ? null : { id: agentId }),
};
