import { searchStock } from '../../../operations/search-stock.ts';
import type { QueryResolvers } from '../../generated/types.ts';
import { orNull } from '../../inputs.ts';

export const availableNumbers: NonNullable<QueryResolvers['availableNumbers']> = (_parent, { input }, { operations }) =>
  searchStock(operations, {
    vendor: input.vendor,
    country: input.country ?? 'US',
    areaCode: orNull(input.areaCode),
    contains: orNull(input.contains),
    limit: input.limit ?? 10,
  });
