import { GraphQLScalarType } from 'graphql';
import { toText } from '../inputs.ts';

/** Whether it is 1 to 255 visible ASCII characters is for a user error to say, by field. */
export const IdempotencyKey = new GraphQLScalarType<string, string>({
  name: 'IdempotencyKey',
  serialize: toText,
  parseValue: toText,
});
