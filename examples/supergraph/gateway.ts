import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import httpTransport from '@graphql-mesh/transport-http';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { isVisit, redirectToPage } from '../../src/server/not-found.ts';
import { createGraphiqlPage } from '../../src/server/pages.ts';
import type { GraphiqlInfo } from '../../src/web/graphiql/info.ts';

/** Both the sources and what is compiled of them run; the page is built to `dist/graphiql` for both. */
const GRAPHIQL_PATH = import.meta.url.endsWith('.ts') ? '../../dist/graphiql' : '../../graphiql';

type Headers = Readonly<Record<string, string>>;
type Subgraph = { readonly name: string; readonly url: string; readonly headers: Headers };

/** The running gateway. */
export type Gateway = {
  /** Where it serves, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  stop(): Promise<void>;
};

/**
 * Composes the subgraphs, each from what it says of itself, into the SDL of a supergraph.
 * @throws {AggregateError} of all that keeps them from being composed.
 */
async function composeSupergraph(subgraphs: readonly Subgraph[]): Promise<string> {
  const services = await Promise.all(
    subgraphs.map(async ({ name, url, headers }) => ({ name, url, typeDefs: parse(await fetchSdl(url, headers)) })),
  );
  const { supergraphSdl, errors } = composeServices(services);
  if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

async function fetchSdl(url: string, headers: Headers): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  const { data }: { data: { _service: { sdl: string } } } = await response.json();
  return data._service.sdl;
}

/**
 * What the subgraph's own GraphiQL shows, without the example of `_entities`: a gateway has no such field.
 * @throws {Error} where the subgraph is down, or does not tell.
 */
async function fetchInfo(phoneNumbersUrl: string, headers: Headers): Promise<GraphiqlInfo> {
  const response = await fetch(new URL('/graphiql/info.json', phoneNumbersUrl), { headers });
  if (!response.ok) throw new Error(`The phone numbers subgraph answered with status ${response.status}.`);
  const info: GraphiqlInfo = await response.json();
  return { ...info, server: 'gateway', examples: { ...info.examples, entities: null } };
}

/** Where the subgraphs answer, e.g. `http://127.0.0.1:4001/graphql`. Port 0 takes any free one. */
export type GatewayOptions = {
  readonly phoneNumbersUrl: string;
  readonly agentsUrl: string;
  readonly port: number;
  /** What the phone numbers subgraph has in its ROUTER_SECRETS, if anything. */
  readonly routerSecret?: string;
};

/** Starts a gateway over both subgraphs. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { phoneNumbersUrl, agentsUrl, port, routerSecret } = options;
  const secret: Headers = routerSecret === undefined ? {} : { 'router-authorization': routerSecret };
  const gateway = createGatewayRuntime({
    supergraph: await composeSupergraph([
      { name: 'phone-numbers', url: phoneNumbersUrl, headers: secret },
      { name: 'agents', url: agentsUrl, headers: {} },
    ]),
    propagateHeaders: {
      // Who asks is for the subgraph to find out; what the gateway is, only the subgraph that it is for may know.
      fromClientToSubgraphs({ request, subgraphName }) {
        const authorization = request.headers.get('authorization');
        const isOurs = /^phone[-_]numbers$/i.test(subgraphName);
        return { ...(authorization !== null && { authorization }), ...(isOurs && secret) };
      },
    },
    // Named here, or the gateway imports it by a name that it makes up at runtime, which knip cannot see.
    transports: { http: httpTransport },
    // Longer than a purchase may take; without it, a gateway waits for ever for a subgraph that hangs.
    upstreamTimeout: 60_000,
    // Both of its own pages load their scripts from other hosts; the subgraph's GraphiQL does not.
    landingPage: false,
    graphiql: false,
    logging: 'error',
  });
  let lastInfo: GraphiqlInfo | null = null;
  const graphiql = createGraphiqlPage({
    directory: fileURLToPath(new URL(GRAPHIQL_PATH, import.meta.url)),
    async info() {
      try {
        lastInfo = await fetchInfo(phoneNumbersUrl, secret);
        return lastInfo;
      } catch (error) {
        // Agents are there to be queried while the phone numbers are not.
        if (lastInfo !== null) return lastInfo;
        throw error;
      }
    },
  });
  async function answer(request: IncomingMessage, response: ServerResponse) {
    if (isVisit(request)) return redirectToPage(response);
    if (!(await graphiql.handle(request, response))) await gateway(request, response);
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end('A subgraph does not answer.\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${bound}`,
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      await gateway[Symbol.asyncDispose]();
    },
  };
}
