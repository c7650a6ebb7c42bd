import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { currentRequest } from '../telemetry/logger.ts';

/** Codes of errors that are the caller's to mend; their text is meant for the caller. */
const publicCodes = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Turns failures into what callers see: their own mistakes without the values, anything else without its reason. */
export function createErrorFormatter(logger: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const code = formatted.extensions?.['code'];
    if (typeof code === 'string' && publicCodes.has(code)) {
      return { ...formatted, message: withoutValues(formatted.message) };
    }
    const cause = unwrapResolverError(error);
    logger.error({ err: cause instanceof GraphQLError ? (cause.originalError ?? cause) : cause }, 'request failed');
    const requestId = currentRequest()?.requestId;
    return {
      ...(formatted.path && { path: formatted.path }),
      ...(formatted.locations && { locations: formatted.locations }),
      message: 'Something went wrong here. Nothing is known to be wrong with the request.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', ...(requestId !== undefined && { requestId }) },
    };
  };
}

/**
 * The messages of graphql-js repeat what they complain about, and that may be a SIP password: whole inputs, literals,
 * tokens of a text that cannot be parsed. What is wrong and where is left.
 */
function withoutValues(message: string): string {
  return message
    .replace(/^(Variable "\$\w+") got invalid value .*?((?: at "[^"]*")?); ((?:(?!; ).)*)$/s, '$1 is not right$2: $3')
    .replace(/(cannot represent [^:]*?): .*$/s, '$1.')
    .replace(/, found .*$/s, '.')
    .replace(/(found|Unexpected) (String|BlockString|Int|Float|Name) ".*"/s, '$1 $2');
}
