import { GraphQLScalarType } from 'graphql';
import { DateTimeISOResolver } from 'graphql-scalars';

const { description: _ownWords, ...config } = DateTimeISOResolver.toConfig();

/** The one spelling in which times are stored. */
const CANONICAL = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * As in graphql-scalars, under the name and with the description that the schema gives it. Its other `DateTime` answers
 * with `Date` objects, which only JSON makes texts of. It reads each time that it answers: what is as it should be already
 * need not be read, of which a list has hundreds.
 */
export const DateTime = new GraphQLScalarType({
  ...config,
  name: 'DateTime',
  serialize: (value) => (typeof value === 'string' && CANONICAL.test(value) ? value : config.serialize(value)),
});
