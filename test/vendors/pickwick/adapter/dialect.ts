import { commonDialect, type Dialect } from '../../../../src/vendors/error-reading.ts';

/** How Pickwick words its refusals. */
export const dialect: Dialect = {
  ...commonDialect,
  memberNames: { assistant: 'agentId', name: 'label', country: 'country', area: 'areaCode' },
};
