import { commonDialect, type Dialect } from 'phone-numbers-subgraph/vendor';

/** How Pickwick words its refusals. */
export const dialect: Dialect = {
  ...commonDialect,
  memberNames: { assistant: 'agentId', name: 'label', country: 'country', area: 'areaCode' },
};
