import { GraphQLError } from 'graphql';

/** The value, if it is a text. Throws without naming the value: it may stand where a secret should. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new GraphQLError('A text is needed here.');
}
