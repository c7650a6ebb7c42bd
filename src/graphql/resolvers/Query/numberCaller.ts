import { scopes as known } from '../../../domain/scopes.ts';
import type { QueryResolvers } from '../../generated/types.ts';

export const numberCaller: NonNullable<QueryResolvers['numberCaller']> = (_parent, _args, { sender }) => {
  const { actor, scopes } = sender;
  if (actor === null || scopes === null) return null;
  return { actor, scopes: known.filter((scope) => scopes.has(scope)) };
};
