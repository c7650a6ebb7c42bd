import type { PstnNumberResolvers } from '../generated/types.ts';

export const PstnNumber: PstnNumberResolvers = {
  async __resolveReference({ id }, { loaders }) {
    const number = await loaders.numbers.load(id);
    return number?.__typename === 'PstnNumber' ? number : null;
  },
  agent: ({ agentId }) => (agentId === null ? null : { id: agentId }),
};
