import type { BulkNumberItemResolvers } from '../generated/types.ts';

export const BulkNumberItem: BulkNumberItemResolvers = {
  replayed: ({ replayed = false }) => replayed,
};
