import type { NumberPayloadResolvers } from '../generated/types.ts';

export const NumberPayload: NumberPayloadResolvers = {
  replayed: ({ replayed = false }) => replayed,
};
