import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import Negotiator from 'negotiator';
import type { RequestContext } from './context.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';

/** What a document and its variables are refused for by the rules of GraphQL itself. */
const ofGraphql = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE']);

/** The parser's own words for a document that is too long, misspelt or not: a limit, though the parser keeps it. */
const TOO_LONG = /^Syntax Error: Document contains more tha\w+ \d+ tokens/;

/**
 * Answers 200 where a request could be read and GraphQL refuses it, if the answer is `application/json`: with that media
 * type a status tells about HTTP alone, and gateways show the status of any other answer in place of its sentence. Our
 * own limits do so only for callers that ask for that type by name; to all others, 400 says that nothing was done.
 */
export const answerJsonWith200: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response, errors = [] }) {
        if (response.http.status !== 400 || response.body.kind !== 'single') return;
        const accept = request.http?.headers.get('accept');
        if (typeOf(accept) !== JSON_TYPE) return;
        const isUnreadable = response.body.singleResult.errors?.some(
          ({ extensions }) => extensions?.['code'] === 'BAD_REQUEST',
        );
        const isForJson = names(accept, JSON_TYPE) ? !isUnreadable : errors.length > 0 && errors.every(isOfGraphql);
        if (isForJson) response.http.status = 200;
      },
    };
  },
};

/** Chosen as Apollo Server chooses it for the answer. */
function typeOf(accept: string | undefined): string | undefined {
  return accept === undefined
    ? JSON_TYPE
    : new Negotiator({ headers: { accept } }).mediaType([JSON_TYPE, GRAPHQL_TYPE]);
}

function names(accept: string | undefined, type: string): boolean {
  return accept !== undefined && new Negotiator({ headers: { accept } }).mediaTypes().includes(type);
}

function isOfGraphql({ message, extensions: { code, http, validationErrorCode } }: GraphQLError): boolean {
  // Without a status of its own, this is what the execution says of variables.
  if (code === 'BAD_USER_INPUT') return http === undefined;
  // With a code besides, as where introspection is off, it is the server that refuses.
  return ofGraphql.has(String(code)) && validationErrorCode === undefined && !TOO_LONG.test(message);
}
