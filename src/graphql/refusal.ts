import { GraphQLError } from 'graphql';
import type { RefusalReason } from '../telemetry/refusal-reasons.ts';

const reasons = new WeakMap<object, RefusalReason>();

/** What a request is refused with that is the caller's to mend. The reason is for those who count, not for the caller. */
export function refusal(message: string, reason: RefusalReason): GraphQLError {
  const error = new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
  reasons.set(error, reason);
  return error;
}

/** Why, where it is such a refusal. */
export function reasonOf(error: unknown): RefusalReason | null {
  return typeof error === 'object' && error !== null ? (reasons.get(error) ?? null) : null;
}
