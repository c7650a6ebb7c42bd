import type { Caller, OperationContext } from '../operations/shared/context.ts';
import type { Sync } from '../sync/sync.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What resolvers work with. */
export type Services = { readonly operations: OperationContext; readonly sync: Sync };

/** One per request; the loaders live and die with it. */
export type RequestContext = Services & { readonly caller: Caller; readonly loaders: Loaders };

/** The context of a new request. Callers are not told apart, so that all share one account. */
export function createContext(services: Services): RequestContext {
  return {
    ...services,
    caller: { account: 'default', actor: null },
    loaders: createLoaders(services.operations),
  };
}
