import type { QueryResolvers } from '../../generated/types.ts';

export const numberVendors: NonNullable<QueryResolvers['numberVendors']> = (_parent, _args, { parts }) =>
  Promise.all(
    [...parts.vendors.values()].map(async (vendor) => ({
      vendor: vendor.name,
      capabilities: vendor.capabilities,
      available: vendor.health().available,
      lastSyncedAt: await parts.registry.lastSyncedAt(vendor.name),
    })),
  );
