import { GraphQLScalarType } from 'graphql';
import { DateTimeISOResolver } from 'graphql-scalars';

const { description: _ownWords, ...config } = DateTimeISOResolver.toConfig();

/**
 * As in graphql-scalars, under the name and with the description that the schema gives it. Its other `DateTime` answers
 * with `Date` objects, which only JSON makes texts of.
 */
export const DateTime = new GraphQLScalarType({ ...config, name: 'DateTime' });
