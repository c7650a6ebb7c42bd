import type { ApolloGraphQLObjectTypeExtensions, GraphQLReferenceResolver } from '@apollo/subgraph';
import { type GraphQLSchema, isUnionType } from 'graphql';
import type { Operation } from '../domain/operation.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import type { RequestContext } from './context.ts';

/**
 * Answers `_entities` itself, in one pass over the representations. The library takes three promises for each; it throws for the
 * whole list where one of them is of no type here, or is refused at once, which leaves those before it to fail where nobody
 * looks; and it takes a representation of what is no entity here for the entity.
 */
export function answerEntities(schema: GraphQLSchema): void {
  const entity = schema.getType('_Entity');
  const field = schema.getQueryType()?.getFields()['_entities'];
  if (!field || !isUnionType(entity)) throw new Error('The schema has no _entities.');
  const types = schema.getPossibleTypes(entity);
  const references = new Map<unknown, GraphQLReferenceResolver<RequestContext>>(
    [...types, ...types.flatMap((type) => type.getInterfaces())].flatMap(({ name, extensions }) => {
      const { apollo }: ApolloGraphQLObjectTypeExtensions<unknown, RequestContext> = extensions;
      const resolve = apollo?.subgraph?.resolveReference;
      return resolve ? [[name, resolve] as const] : [];
    }),
  );

  field.resolve = (
    _source,
    { representations }: { readonly representations: readonly unknown[] },
    context: RequestContext,
    info,
  ) => {
    // As other reads do.
    context.sync.startDue();
    const find = async (representation: unknown): Promise<unknown> => {
      if (typeof representation !== 'object' || representation === null) return null;
      try {
        return (await references.get(typenameOf(representation))?.(representation, context, info)) ?? null;
      } catch (error) {
        // In a list, an error is that of its place.
        return error;
      }
    };
    // All at once, so that the loaders see them together.
    return Promise.all(representations.map(find));
  };
  entity.resolveType = typeNameOfEntity;
}

function typeNameOfEntity(entity: PhoneNumber | Operation | { readonly id: string }): string {
  if (!('kind' in entity)) return 'Agent';
  return entity.kind === 'PSTN' || entity.kind === 'SIP' ? typeNameOf({ kind: entity.kind }) : 'NumberOperation';
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
