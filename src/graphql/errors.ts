import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { currentRequest } from '../telemetry/logger.ts';
import type { RefusalReason } from '../telemetry/refusal-reasons.ts';
import { noteFailure, noteRefusal } from '../telemetry/refusals.ts';
import { reasonOf } from './refusal.ts';

/**
 * Codes of errors that are the caller's to mend; their text is meant for the caller. What each counts as; null where it is
 * counted elsewhere, or is no refusal but a question.
 */
const publicCodes = new Map<string, RefusalReason | null>([
  ['BAD_REQUEST', 'request'],
  ['BAD_USER_INPUT', 'input'],
  ['FORBIDDEN', null],
  ['GRAPHQL_PARSE_FAILED', 'document'],
  ['GRAPHQL_VALIDATION_FAILED', 'document'],
  ['OPERATION_RESOLUTION_FAILURE', 'document'],
  ['PERSISTED_QUERY_NOT_FOUND', null],
  ['PERSISTED_QUERY_NOT_SUPPORTED', 'request'],
  ['UNAUTHENTICATED', null],
]);

/** Mistakes of the caller that graphql-js finds only when it fills variables into arguments; it gives them no code. */
const argumentMistake = /^Argument "\w+" (has invalid value|of (required|non-null) type) /;

/** What graphql-js says instead of more mistakes than it looks for in variables, without a code as well. */
const tooManyMistakes = 'Too many errors processing variables, error limit reached. Execution aborted.';

/** Mistakes of the caller that Apollo Server finds in `extensions.persistedQuery`; it gives them no code either. */
const hashMistakes = new Set(['provided sha does not match query', 'Unsupported persisted query version']);

/** Turns failures into what callers see: their own mistakes without the values, anything else without its reason. */
export function createErrorFormatter(logger: Logger, { suggests }: { readonly suggests: boolean }) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const code = formatted.extensions?.['code'];
    if (typeof code === 'string' && publicCodes.has(code)) {
      noteRefusal(reasonOf(error) ?? publicCodes.get(code) ?? null);
      const message = withoutValues(formatted.message, originalOf(error)?.message);
      return { ...formatted, message: suggests ? message : withoutSuggestion(message) };
    }
    const cause = unwrapResolverError(error);
    if (cause instanceof Error && argumentMistake.test(cause.message)) {
      noteRefusal('input');
      return { ...formatted, message: withoutValue(cause.message), extensions: { code: 'BAD_USER_INPUT' } };
    }
    if (formatted.path === undefined && formatted.message === tooManyMistakes) {
      noteRefusal('input');
      return { ...formatted, extensions: { code: 'BAD_USER_INPUT' } };
    }
    if (formatted.path === undefined && hashMistakes.has(formatted.message)) {
      noteRefusal('request');
      return { ...formatted, extensions: { code: 'BAD_REQUEST' } };
    }
    logger.error({ err: originalOf(cause) ?? cause }, 'request failed');
    noteFailure();
    const requestId = currentRequest()?.requestId ?? null;
    return {
      ...(formatted.path && { path: formatted.path }),
      ...(formatted.locations && { locations: formatted.locations }),
      message: 'Something went wrong here. Nothing is known to be wrong with the request.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', ...(requestId !== null && { requestId }) },
    };
  };
}

/** Apollo Server's own option takes them out of what validation says alone, and not out of what is said of variables. */
function withoutSuggestion(message: string): string {
  return message.replace(/ Did you mean .*$/s, '');
}

/** What a GraphQL error was made of. Told by its member and not by its class, of which a process may hold two. */
function originalOf(error: unknown): Error | undefined {
  const original = error instanceof Error && 'originalError' in error ? error.originalError : undefined;
  return original instanceof Error ? original : undefined;
}

/**
 * The messages of graphql-js repeat what they complain about, and that may be a SIP password: whole inputs, literals,
 * tokens of a text that cannot be parsed. What is wrong and where is left.
 */
function withoutValues(message: string, reason: string | undefined): string {
  const [, variable] = /^(Variable "\$\w+") got invalid value /.exec(message) ?? [];
  if (variable === undefined) return withoutValue(message);
  const ending = `; ${reason}`;
  // The value in the middle may hold anything, such as what looks like a reason: only the true one tells where it ends.
  if (reason === undefined || !message.endsWith(ending)) return `${variable} is not right.`;
  const [place = ''] = / at "[\w.[\]]+"$/.exec(message.slice(0, -ending.length)) ?? [];
  return `${variable} is not right${place}: ${withoutValue(reason)}`;
}

/** Each pattern ends before, or reaches over, whatever the value holds. */
function withoutValue(message: string): string {
  return message
    .replace(/^(Argument "\w+") has invalid value .*$/s, '$1 is not right.')
    .replace(/^Value ".*" does not exist in ("\w+" enum\.)/s, 'This value does not exist in $1')
    .replace(/(cannot represent [^:]*?): .*$/s, '$1.')
    .replace(/, found .*$/s, '.')
    .replace(/(Unexpected (?:String|BlockString|Int|Float|Name)) ".*"/s, '$1')
    .replace(/(Invalid (?:Unicode|character) escape sequence): .*$/s, '$1.');
}
