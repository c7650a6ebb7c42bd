import { GraphQLError, type GraphQLSchema, isObjectType } from 'graphql';
import { type Operation, userError } from '../domain/operation.ts';
import type { Scope } from '../domain/scopes.ts';
import { refuse } from '../operations/shared/context.ts';
import type { RequestContext } from './context.ts';
import type { MutationResolvers, QueryResolvers, UpdateNumberInput } from './generated/types.ts';

/** What somebody needs for a field, or for an entity that another subgraph refers to. */
type Rule = {
  /** Any of these may do, so that a gateway lets the request pass. Without `needs`, it is the one that does. */
  readonly scopes: readonly Scope[];
  /** What this input needs, all of it, where it depends on the input. */
  readonly needs?: (input: UpdateNumberInput) => readonly Scope[];
};

type Place = `Query.${keyof QueryResolvers}` | `Mutation.${keyof MutationResolvers}` | 'Agent.phoneNumbers' | Entity;
/** Of an agent, anybody may learn the id, which they have given. */
type Entity = 'PhoneNumberRecord' | 'PstnNumber' | 'SipNumber' | 'NumberOperation';

/** Whoever asks may know who they are. */
const open: Rule = { scopes: [] };
const read: Rule = { scopes: ['numbers:read'] };
const write: Rule = { scopes: ['numbers:write'] };
/** What redirects calls is as harmful as what buys. */
const route: Rule = { scopes: ['numbers:route'] };
const purchase: Rule = { scopes: ['numbers:purchase'] };
/** What cannot be undone, or is a person's word against a vendor's. */
const operate: Rule = { scopes: ['numbers:operate'] };

/** What redirects calls, and gives something back that cannot be had again without the trunk's login. */
const reroute: Rule = {
  scopes: ['numbers:route', 'numbers:operate'],
  needs: () => ['numbers:route', 'numbers:operate'],
};

/** Who may do what. What is not named here does not start: see `enforcePermissions`. */
export const rules: Readonly<Record<Place, Rule>> = {
  'Query.phoneNumber': read,
  'Query.phoneNumbers': read,
  'Query.availableNumbers': read,
  'Query.numberOperation': read,
  'Query.numberOperations': read,
  'Query.numberVendors': read,
  'Query.numberSummary': read,
  'Query.numberDrift': read,
  'Query.numberCaller': open,
  'Mutation.purchaseNumber': purchase,
  'Mutation.createSipNumber': purchase,
  'Mutation.importSipNumber': route,
  'Mutation.adoptNumber': write,
  'Mutation.linkNumberToAgent': route,
  'Mutation.unlinkNumberFromAgent': route,
  'Mutation.updateNumber': { scopes: ['numbers:write', 'numbers:route', 'numbers:operate'], needs: needsOfUpdate },
  'Mutation.releaseNumber': operate,
  'Mutation.connectNumber': route,
  'Mutation.disconnectNumber': reroute,
  'Mutation.moveNumber': reroute,
  'Mutation.bulkPurchase': purchase,
  'Mutation.bulkLink': route,
  'Mutation.bulkRelease': operate,
  'Mutation.settleNumberOperation': operate,
  'Agent.phoneNumbers': read,
  PhoneNumberRecord: read,
  PstnNumber: read,
  SipNumber: read,
  NumberOperation: read,
};

function needsOfUpdate({ label, locked, inboundRouting }: UpdateNumberInput): readonly Scope[] {
  const needed: Scope[] = [];
  if (inboundRouting) needed.push('numbers:route');
  if (locked === false) needed.push('numbers:operate');
  if (label !== undefined || locked === true || needed.length === 0) needed.push('numbers:write');
  return needed;
}

/** Where a gateway that checks claims should check them, with all that may do there. */
export function scopesAtFields(): ReadonlyMap<string, readonly Scope[]> {
  return new Map(
    Object.entries(rules).flatMap(([place, { scopes }]) =>
      place.includes('.') && scopes.length > 0 ? [[place, scopes]] : [],
    ),
  );
}

/** Lets the resolvers of the table run only for those who may. Throws if a root field is not in the table. */
export function enforcePermissions(schema: GraphQLSchema): void {
  for (const name of ['Query', 'Mutation', 'Agent']) {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`There is no type ${name}.`);
    for (const field of Object.values(type.getFields())) {
      const place = `${name}.${field.name}`;
      if (!isPlace(place)) {
        // Of federation, which is answered by the types it names; and the id of an agent.
        if (field.name.startsWith('_') || place === 'Agent.id') continue;
        throw new Error(`${place} has no rule.`);
      }
      const { resolve } = field;
      if (!resolve) throw new Error(`${place} has no resolver.`);
      field.resolve = (source, args, context: RequestContext, info) => {
        const missing = findMissing(context, { place, input: args.input });
        if (missing.length === 0) return resolve(source, args, context, info);
        if (name !== 'Mutation') throw forbidden(missing);
        return refuse(userError({ code: 'FORBIDDEN', message: explain(missing) }));
      };
    }
  }
}

/** Throws `FORBIDDEN` where something may not be shown to whoever asks for it as an entity, whether it exists or not. */
export function demandEntity(context: RequestContext, entity: Entity): void {
  const missing = findMissing(context, { place: entity });
  if (missing.length > 0) throw forbidden(missing);
}

/** Whose operations a caller sees: everybody's, or their own. */
export function operationsOf({ sender, caller }: RequestContext): { readonly actor?: string | null } {
  const seesAll = sender.scopes === null || sender.scopes.has('numbers:operate');
  return seesAll ? {} : { actor: caller.actor };
}

/** Whether an operation is of the caller's account, and one that they see. */
export function maySee(context: RequestContext, { account, actor }: Operation): boolean {
  const shown = operationsOf(context);
  return account === context.caller.account && (shown.actor === undefined || actor === shown.actor);
}

function isPlace(place: string): place is Place {
  return Object.hasOwn(rules, place);
}

function findMissing(
  { sender, forbidden: refused }: RequestContext,
  { place, input }: { readonly place: Place; readonly input?: UpdateNumberInput },
): readonly Scope[] {
  const { scopes: held } = sender;
  if (held === null) return [];
  const { scopes, needs } = rules[place];
  const needed = needs && input ? needs(input) : scopes;
  const missing = needed.filter((scope) => !held.has(scope));
  if (missing.length > 0) refused.set(place, missing);
  return missing;
}

function explain(missing: readonly Scope[]): string {
  return `The credentials lack ${missing.join(' and ')}.`;
}

function forbidden(missing: readonly Scope[]): GraphQLError {
  return new GraphQLError(explain(missing), { extensions: { code: 'FORBIDDEN' } });
}
