import { GraphQLScalarType } from 'graphql';
import { toText } from '../inputs.ts';

/** The spelling is mended by the operation, which also needs it as it was sent; what cannot be a number is its user error. */
export const E164 = new GraphQLScalarType<string, string>({
  name: 'E164',
  serialize: toText,
  parseValue: toText,
});
