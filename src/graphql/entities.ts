import { type GraphQLSchema, isUnionType } from 'graphql';
import type { PhoneNumber } from '../domain/phone-number.ts';
import type { RequestContext } from './context.ts';

/**
 * Makes `_entities` start the refreshes that are due, as other reads do; and answer null for a representation of what is no
 * entity here: the library throws for the whole list, as if this service had failed, or takes the representation itself
 * for the entity.
 */
export function wrapEntities(schema: GraphQLSchema): void {
  const entity = schema.getType('_Entity');
  const field = schema.getQueryType()?.getFields()['_entities'];
  const resolve = field?.resolve;
  if (!field || !resolve || !isUnionType(entity)) throw new Error('The schema has no _entities.');
  const types = schema.getPossibleTypes(entity);
  const names = new Set<unknown>([...types, ...types.flatMap((type) => type.getInterfaces())].map(({ name }) => name));

  field.resolve = (
    source,
    { representations }: { representations: readonly unknown[] },
    context: RequestContext,
    info,
  ) => {
    context.sync.startDue();
    const isEntity = representations.map((representation) => names.has(typenameOf(representation)));
    const known = representations.filter((_, index) => isEntity[index]);
    // All at once, so that the loaders still see them together.
    const found = resolve(source, { representations: known }, context, info);
    if (!Array.isArray(found)) throw new Error('_entities gave no list.');
    const inOrder = found.values();
    return isEntity.map((is) => (is ? inOrder.next().value : null));
  };
}

/** The GraphQL type of a number. */
export function typeNameOf({ kind }: Pick<PhoneNumber, 'kind'>): 'PstnNumber' | 'SipNumber' {
  return kind === 'SIP' ? 'SipNumber' : 'PstnNumber';
}

/** What a representation, which nobody has checked before, says it is. */
export function typenameOf(representation: unknown): unknown {
  return typeof representation === 'object' && representation !== null && '__typename' in representation
    ? representation.__typename
    : undefined;
}
