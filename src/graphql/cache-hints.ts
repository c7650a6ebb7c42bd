import type { ApolloServerPlugin } from '@apollo/server';
import {
  BREAK,
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { RequestContext } from './context.ts';

/** Says of an answer how long it may be kept, where `@cacheControl` lets all that it holds be kept. Else it is `no-store`. */
export function tellCaches(): ApolloServerPlugin<RequestContext> {
  // Documents come again: what one lets be kept does not change.
  const known = new WeakMap<DocumentNode, number>();
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response: { body, http }, schema, document, operation }) {
          const isWhole = body.kind === 'single' && body.singleResult.errors === undefined;
          if (!isWhole || !document || operation?.operation !== 'query') return;
          const seconds = known.get(document) ?? secondsToKeep(schema, document);
          known.set(document, seconds);
          // For the caller alone: not everybody may ask what it answers.
          if (seconds > 0) http.headers.set('cache-control', `private, max-age=${seconds}`);
        },
      };
    },
  };
}

/** The shortest time of any field, whether or not it is in the operation that was executed. */
function secondsToKeep(schema: GraphQLSchema, document: DocumentNode): number {
  const types = new TypeInfo(schema);
  let shortest = Number.POSITIVE_INFINITY;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef();
        if (field?.name === '__typename') return undefined;
        shortest = Math.min(shortest, field ? hintOf(schema, field, types.getParentType()?.name) : 0);
        return shortest === 0 ? BREAK : undefined;
      },
    }),
  );
  return Number.isFinite(shortest) ? shortest : 0;
}

/** As gateways and Apollo's servers read the directive: what is no plain value is not kept unless something says so. */
function hintOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>, parent: string | undefined): number {
  const directive = schema.getDirective('cacheControl');
  const type = getNamedType(field.type);
  for (const { astNode } of [field, type]) {
    const hint = directive && astNode ? getDirectiveValues(directive, astNode) : undefined;
    if (hint?.['inheritMaxAge'] === true) return Number.POSITIVE_INFINITY;
    if (typeof hint?.['maxAge'] === 'number') return hint['maxAge'];
  }
  const isByItself = isCompositeType(type) || parent === schema.getQueryType()?.name;
  return isByItself ? 0 : Number.POSITIVE_INFINITY;
}
