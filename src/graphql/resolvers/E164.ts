import { GraphQLScalarType } from 'graphql';
import { normaliseE164 } from '../../domain/e164.ts';
import { toText } from '../inputs.ts';

/** Only the spelling is mended here: whether the number is possible is for a user error to say, by field. */
export const E164 = new GraphQLScalarType<string, string>({
  name: 'E164',
  serialize: toText,
  parseValue: (value) => normaliseE164(toText(value)),
});
