import { searchStock } from '../../../operations/search-stock.ts';
import type { QueryResolvers } from '../../generated/types.ts';

export const availableNumbers: NonNullable<QueryResolvers['availableNumbers']> = (_parent, { input }, { operations }) =>
  searchStock(operations, {
    vendor: input.vendor ?? null,
    vendors: input.vendors ?? null,
    country: input.country ?? 'US',
    areaCode: input.areaCode ?? null,
    contains: input.contains ?? null,
    limit: input.limit ?? 10,
  });
