import { GraphQLScalarType } from 'graphql';
import { LocalDateResolver } from 'graphql-scalars';

const { description: _ownWords, ...config } = LocalDateResolver.toConfig();

/** As in graphql-scalars, which calls it `LocalDate`: its `Date` answers with `Date` objects, which only JSON makes texts of. */
// biome-ignore lint/suspicious/noShadowRestrictedNames: the resolvers of a scalar are named after it.
export const Date = new GraphQLScalarType({ ...config, name: 'Date' });
