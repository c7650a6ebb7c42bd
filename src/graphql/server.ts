import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from 'pino';
import type { RequestContext } from '../context.ts';
import { currentRequest } from '../telemetry/logger.ts';
import { createErrorFormatter } from './errors.ts';
import { createSchema } from './schema.ts';

/** Apollo Server without its own HTTP server: see `server/http-server.ts`. */
export function createGraphqlServer(logger: Logger): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema: createSchema(),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: createErrorFormatter(logger),
    // Its own lines would stand beside ours; what matters of them comes through formatError.
    logger: { debug() {}, info() {}, warn: (text) => logger.warn(text), error: (text) => logger.error(text) },
    plugins: [
      // Wraps every field by default, which doubles the cost of a list; nothing here uses its header.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      nameOperation,
    ],
  });
}

/** Makes the operation's name known to the log. */
const nameOperation: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, operationName }) {
        const trace = currentRequest();
        if (trace) trace.operationName = operationName ?? `anonymous ${operation?.operation}`;
      },
    };
  },
};
