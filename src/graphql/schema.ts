import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLSchema, Kind, parse } from 'graphql';
import type { VendorName } from '../domain/phone-number.ts';
import { answerEntities } from './entities.ts';
import { resolvers } from './generated/resolvers.ts';
import { typeDefs } from './generated/type-defs.ts';
import { enforcePermissions } from './permissions.ts';

/** A vendor, as far as its value of the enum `NumberVendor` needs it. */
export type NamedVendor = { readonly name: VendorName; readonly about: string };

type SubgraphModule = Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number];
type SubgraphResolvers = NonNullable<Extract<SubgraphModule, { resolvers?: unknown }>['resolvers']>;

/**
 * The executable subgraph schema, with `_entities` and `_service`. Vendors that the enum `NumberVendor` does not have yet,
 * since they are given at start, are added to it.
 */
export function createSchema(vendors: readonly NamedVendor[] = []): GraphQLSchema {
  // The generated resolvers are typed more narrowly than the library's map of resolvers.
  const own = { typeDefs, resolvers: resolvers as SubgraphResolvers };
  const schema = buildSubgraphSchema([own, ...addedVendors(vendors)]);
  answerEntities(schema);
  enforcePermissions(schema);
  return schema;
}

const builtInNames = new Set(
  typeDefs.definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'NumberVendor'
      ? (definition.values ?? []).map(({ name }) => name.value)
      : [],
  ),
);

/** What the schema has more than `schema/` says: values of `NumberVendor` for those of these vendors that have none. */
export function addedVendors(vendors: readonly NamedVendor[]): { readonly typeDefs: DocumentNode }[] {
  const added = vendors.filter(({ name }) => !builtInNames.has(name));
  const values = added.map(({ name, about }) => `${JSON.stringify(about)} ${name}`);
  return added.length === 0 ? [] : [{ typeDefs: parse(`extend enum NumberVendor { ${values.join(' ')} }`) }];
}
