import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import httpTransport from '@graphql-mesh/transport-http';
import { askGateway } from '../ask-gateway.ts';

/** What a gateway answers. */
export type Answered = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string }[];
};

/** A gateway over a supergraph whose subgraphs run. */
export type Planner = { ask(query: string, variables?: object): Promise<Answered>; stop(): Promise<void> };

/** Starts one, which waits so long for a subgraph: these wait for ever unless they are told. */
type Start = (supergraphSdl: string, patienceMs?: number) => Promise<Planner>;

const PATIENCE_MS = 20_000;

const startHive =
  (handler: { unifiedGraphHandler?: typeof unifiedGraphHandler }): Start =>
  async (supergraph, patienceMs = PATIENCE_MS) => {
    const gateway = createGatewayRuntime({
      supergraph,
      ...handler,
      transports: { http: httpTransport },
      upstreamTimeout: patienceMs,
      landingPage: false,
      graphiql: false,
      logging: false,
      // What goes wrong is for the tests to read.
      maskedErrors: false,
    });
    return {
      ask: (query, variables) => askGateway(gateway, query, variables),
      stop: async () => gateway[Symbol.asyncDispose](),
    };
  };

const startApollo: Start = async (supergraphSdl, patienceMs = PATIENCE_MS) => {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ url = '' }) =>
      new RemoteGraphQLDataSource({
        url,
        fetcher: (to, { body = '', ...init } = {}) =>
          fetch(to, { ...init, body: String(body), signal: AbortSignal.timeout(patienceMs) }),
      }),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const server = new ApolloServer({
    gateway,
    stopOnTerminationSignals: false,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return {
    async ask(query, variables = {}) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return response.json();
    },
    stop: () => server.stop(),
  };
};

/** Those that plan queries in different ways. Apollo Router plans in Rust as `@apollo/gateway` does in JavaScript. */
export const planners: Readonly<Record<string, Start>> = {
  'Hive Gateway': startHive({}),
  'Hive Router': startHive({ unifiedGraphHandler }),
  '@apollo/gateway': startApollo,
};
