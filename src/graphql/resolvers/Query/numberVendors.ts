import type { QueryResolvers } from '../../generated/types.ts';

export const numberVendors: NonNullable<QueryResolvers['numberVendors']> = (_parent, _args, { operations }) =>
  Promise.all(
    [...operations.vendors.values()].map(async (vendor) => ({
      vendor: vendor.name,
      capabilities: vendor.capabilities,
      available: vendor.health().available,
      lastSyncedAt: await operations.registry.lastSyncedAt(vendor.name),
    })),
  );
