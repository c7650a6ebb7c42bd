import type { Caller, OperationContext } from '../operations/shared/context.ts';
import type { Sync } from '../sync/sync.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { noRateLimit, type RateLimit } from './rate-limit.ts';

/** What resolvers work with. */
export type Services = { readonly operations: OperationContext; readonly sync: Sync };

/** Where a request comes from, and how many changes may come from there. */
export type Origin = { readonly address: string; readonly rateLimit: RateLimit };

/** One per request; the loaders live and die with it. */
export type RequestContext = Services & Origin & { readonly caller: Caller; readonly loaders: Loaders };

/** The context of a new request. Callers are not told apart, so that all share one account. */
export function createContext(
  services: Services,
  { address, rateLimit }: Origin = { address: 'here', rateLimit: noRateLimit },
): RequestContext {
  return {
    ...services,
    address,
    rateLimit,
    caller: { account: 'default', actor: null },
    loaders: createLoaders(services.operations),
  };
}
