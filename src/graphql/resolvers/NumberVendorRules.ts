import type { NumberVendorRulesResolvers } from '../generated/types.ts';

export const NumberVendorRules: NumberVendorRulesResolvers = {
  agentIdPattern: ({ agentId }) => agentId?.pattern.source ?? null,
  contains: ({ contains }) => contains && { pattern: contains.pattern.source, lookedForIn: contains.lookedForIn },
  sipLoginLength: ({ sipLogin: { minLength: min, maxLength: max } }) => ({ min, max }),
};
