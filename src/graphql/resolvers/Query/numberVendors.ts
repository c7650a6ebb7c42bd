import type { QueryResolvers } from '../../generated/types.ts';

export const numberVendors: NonNullable<QueryResolvers['numberVendors']> = async (
  _parent,
  _args,
  { operations, sync, refreshes },
) => {
  const syncTimes = await operations.registry.syncTimes();
  // By now, all fields of the request have begun. What one of them meets, `available` must not deny.
  await Promise.allSettled(refreshes);
  return [...operations.vendors.values()].map((vendor) => {
    const { name, title, capabilities, rules, buying } = vendor;
    const { available, since } = sync.availability(vendor);
    return {
      vendor: name,
      title,
      capabilities,
      rules: { ...rules, choosesNumber: buying?.choice === 'exact' },
      available,
      availableSince: since,
      lastSyncedAt: syncTimes.get(name) ?? null,
    };
  });
};
