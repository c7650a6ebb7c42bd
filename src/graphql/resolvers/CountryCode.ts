import { GraphQLScalarType } from 'graphql';
import { CountryCodeResolver } from 'graphql-scalars';
import { toText } from '../inputs.ts';

const { parseLiteral: _ownParsing, description: _ownWords, ...config } = CountryCodeResolver.toConfig();

/**
 * The type of graphql-scalars without its check. A country that does not exist is a user error that names the field, and
 * a number of Ascension or Tristan da Cunha has a code (AC, TA) that the check refuses.
 */
export const CountryCode = new GraphQLScalarType<string, string>({
  ...config,
  serialize: toText,
  parseValue: (value) => toText(value).trim().toUpperCase(),
});
