import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, type ValidationRule } from 'graphql';
import type { Logger } from 'pino';
import { currentRequest } from '../telemetry/logger.ts';
import type { SecurityEvents } from '../telemetry/security-events.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import { boundAnswers } from './answer-bounds.ts';
import { tellCaches } from './cache-hints.ts';
import { compileQueries } from './compiled-queries.ts';
import type { RequestContext } from './context.ts';
import { createDocumentStore } from './document-store.ts';
import { createErrorFormatter } from './errors.ts';
import { MAX_TOKENS, refuseExcess } from './limits.ts';
import { refuseNobody } from './refuse-nobody.ts';
import { traceRootFields } from './root-field-spans.ts';
import { createSchema, type NamedVendor } from './schema.ts';
import { answerJsonWith200 } from './statuses.ts';

/** The log is no place for what a caller may make of any length. */
const MAX_LOGGED_NAME = 100;
/** Each mistake repeats the whole variable before it is cut out. */
const MAX_WRONG_VARIABLES = 10;
/** What a gateway or a page asks comes again and again; what a person types in GraphiQL comes once. */
const COMPILE_AT_USE = 3;

type GraphqlOptions = {
  /** Whether callers may ask what the schema is. `_service` tells gateways in any case. */
  readonly introspection?: boolean;
  readonly securityEvents?: SecurityEvents;
  /** Records what requests ask for; null where nothing is recorded. */
  readonly tracing?: Tracing | null;
  /** At which use a query is compiled. */
  readonly compileAtUse?: number;
};

const unreported: SecurityEvents = { report: () => undefined };

/** Apollo Server without its own HTTP server: see `server/http-server.ts`. */
export function createGraphqlServer(
  vendors: readonly NamedVendor[],
  logger: Logger,
  {
    introspection = true,
    securityEvents = unreported,
    tracing = null,
    compileAtUse = COMPILE_AT_USE,
  }: GraphqlOptions = {},
): ApolloServer<RequestContext> {
  const schema = createSchema(vendors);
  if (tracing !== null) traceRootFields(schema, tracing);
  return new ApolloServer<RequestContext>({
    schema,
    introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    validationRules: [knownOperationTypes],
    parseOptions: { maxTokens: MAX_TOKENS },
    documentStore: createDocumentStore(),
    executionOptions: { maxCoercionErrors: MAX_WRONG_VARIABLES },
    // A suggestion tells of a schema that is not to be told.
    formatError: createErrorFormatter(logger, { suggests: introspection }),
    // Its own lines would stand beside ours; what matters of them comes through formatError.
    logger: { debug() {}, info() {}, warn: (text) => logger.warn(text), error: (text) => logger.error(text) },
    plugins: [
      // Wraps every field, which doubles the cost of a list. What it would find out is in the document: see below.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      onceOperationIsKnown,
      compileQueries(compileAtUse),
      boundAnswers,
      answerJsonWith200,
      // After what may refuse the answer.
      tellCaches(),
      reportForbidden(securityEvents),
    ],
  });
}

/** Makes the operation's name known to the log, and refuses what asks for too much. */
const onceOperationIsKnown: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation(request) {
        const { operation, operationName } = request;
        const trace = currentRequest();
        const name = operationName ?? `anonymous ${operation?.operation}`;
        if (trace) trace.operationName = name.slice(0, MAX_LOGGED_NAME);
        refuseNobody(request.contextValue.sender, request);
        await refuseExcess(request);
      },
    };
  },
};

/** One line for each place, however often the request asks for it. */
function reportForbidden({ report }: SecurityEvents): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue: { forbidden, sender } }) {
          for (const [place, missing] of forbidden) {
            report('scope-missing', { place, missing: missing.join(' '), actor: sender.actor ?? '' });
          }
        },
      };
    },
  };
}

/** As in graphql 17. In 16 only the execution finds out, and its error has no code that tells whose mistake it is. */
const knownOperationTypes: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`There is no ${node.operation} in this schema.`, { nodes: node }));
  },
});
