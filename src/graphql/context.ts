import type { Caller, OperationContext } from '../operations/shared/context.ts';
import type { Sync } from '../sync/sync.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import { noRateLimit, type RateLimit } from './rate-limit.ts';

/** What resolvers work with. */
export type Services = { readonly operations: OperationContext; readonly sync: Sync };

/** Who sends a request, and what they may do. */
export type Sender = {
  readonly actor: string | null;
  /** Null where callers are not told apart: all may do everything then. */
  readonly scopes: ReadonlySet<string> | null;
};

/** Whoever it is, where callers are not told apart. */
export const anybody: Sender = { actor: null, scopes: null };

/** A gateway that asks on nobody's behalf, where callers are told apart. */
export const gatewayAlone: Sender = { actor: null, scopes: new Set() };

/** Who sends a request and from where, and how many changes may come from there. */
export type Origin = { readonly sender: Sender; readonly address: string; readonly rateLimit: RateLimit };

const here: Origin = { sender: anybody, address: 'here', rateLimit: noRateLimit };

/** One per request; the loaders live and die with it. */
export type RequestContext = Services &
  Origin & {
    readonly caller: Caller;
    readonly loaders: Loaders;
    /** Refreshes that a field of this request waits for: what another tells of the vendors, it tells after them. */
    readonly refreshes: Set<Promise<void>>;
    /** What was refused to this sender, and the scopes that would allow it. */
    readonly forbidden: Map<string, readonly string[]>;
  };

/**
 * The context of a new request. Keys and operations belong to the account, of which there is one: so whoever repeats a
 * key, before or after sign-in is on, gets what came of it.
 */
export function createContext(services: Services, origin: Origin = here): RequestContext {
  return {
    ...services,
    ...origin,
    caller: { account: 'default', actor: origin.sender.actor },
    loaders: createLoaders(services.operations),
    refreshes: new Set(),
    forbidden: new Map(),
  };
}
