import type { QueryResolvers } from '../../generated/types.ts';

export const numberVendors: NonNullable<QueryResolvers['numberVendors']> = async (_parent, _args, { operations }) => {
  const syncTimes = await operations.registry.syncTimes();
  return [...operations.vendors.values()].map(({ name, title, capabilities, rules, buying, health }) => ({
    vendor: name,
    title,
    capabilities,
    rules: { ...rules, choosesNumber: buying?.choice === 'exact' },
    available: health().available,
    lastSyncedAt: syncTimes.get(name) ?? null,
  }));
};
