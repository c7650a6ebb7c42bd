import { toLength } from '../connections.ts';
import type { NumberOperationResolvers } from '../generated/types.ts';

export const NumberOperation: NumberOperationResolvers = {
  history: ({ id }, { last }, { loaders }) => loaders.histories.load({ operationId: id, last: toLength('last', last) }),
  phoneNumber: ({ phoneNumberId }, _args, { loaders }) =>
    phoneNumberId === null ? null : loaders.numbers.load(phoneNumberId),
  userErrors: ({ errors }) => errors,
};
