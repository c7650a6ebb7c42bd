import type { OperationStatus } from '../../domain/operation.ts';
import type { BulkNumberPayloadResolvers } from '../generated/types.ts';

export const BulkNumberPayload: BulkNumberPayloadResolvers = {
  items: ({ items = [] }) => items,
  counts({ items = [] }) {
    const count = (status: OperationStatus | null) =>
      items.filter(({ operation }) => (operation?.status ?? null) === status).length;
    return {
      succeeded: count('SUCCEEDED'),
      pending: count('PENDING'),
      failed: count('FAILED'),
      needsAttention: count('NEEDS_ATTENTION'),
      refused: count(null),
    };
  },
};
