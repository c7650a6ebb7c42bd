import { GraphQLScalarType } from 'graphql';
import { CountryCodeResolver } from 'graphql-scalars';
import { toText } from '../scalar-text.ts';

const { parseLiteral: _ownParsing, description: _ownWords, ...config } = CountryCodeResolver.toConfig();

/** As in graphql-scalars, but that whether there is such a country is for a user error to say, by field. */
export const CountryCode = new GraphQLScalarType<string, string>({
  ...config,
  serialize: toText,
  parseValue: (value) => toText(value).trim().toUpperCase(),
});
