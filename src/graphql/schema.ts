import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLSchema } from 'graphql';
import { resolveUnknownEntitiesToNull } from './entities.ts';
import { resolvers } from './generated/resolvers.ts';
import { typeDefs } from './generated/type-defs.ts';

type SubgraphModule = Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number];
type SubgraphResolvers = NonNullable<Extract<SubgraphModule, { resolvers?: unknown }>['resolvers']>;

/** The executable subgraph schema, with `_entities` and `_service`. */
export function createSchema(): GraphQLSchema {
  // The generated resolvers are typed more narrowly than the library's map of resolvers.
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as SubgraphResolvers }]);
  resolveUnknownEntitiesToNull(schema);
  return schema;
}
