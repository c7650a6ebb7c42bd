import { once } from '../../connections.ts';
import type { QueryResolvers } from '../../generated/types.ts';

export const numberSummary: NonNullable<QueryResolvers['numberSummary']> = (_parent, _args, { operations, sync }) => {
  sync.startDue();
  const { registry, ledger } = operations;
  return { counts: once(() => registry.counts()), ledger: once(() => ledger.summary()) };
};
