import type { NumberOperationResolvers } from '../generated/types.ts';

export const NumberOperation: NumberOperationResolvers = {
  history: ({ id }, _args, { loaders }) => loaders.histories.load(id),
  phoneNumber: ({ phoneNumberId }, _args, { loaders }) =>
    phoneNumberId === null ? null : loaders.numbers.load(phoneNumberId),
  userErrors: ({ errors }) => errors,
};
