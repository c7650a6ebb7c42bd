import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { VendorDefinition } from '../../../src/vendors/define-vendor.ts';
import { loadAgents } from './agents.ts';
import { createResolvers } from './resolvers.ts';
import { typeDefs } from './schema.ts';

/** Starts the subgraph that owns agents, on any free port of this machine if nothing else is said. */
export async function startAgentsSubgraph(
  listen = { host: '127.0.0.1', port: 0 },
  vendors?: readonly VendorDefinition[],
): Promise<{ url: string; stop(): Promise<void> }> {
  const resolvers = createResolvers(await loadAgents(vendors));
  const server = new ApolloServer({
    schema: buildSubgraphSchema([{ typeDefs, resolvers }]),
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    stopOnTerminationSignals: false,
  });
  const { url } = await startStandaloneServer(server, { listen });
  return { url, stop: () => server.stop() };
}
