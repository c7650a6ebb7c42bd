import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { openOrdinary } from './ordinary.ts';

// Apollo Server as its guide has it, with its defaults.
const { typeDefs, resolvers, createContext } = openOrdinary(process.argv[2] ?? '');
const server = new ApolloServer({ schema: buildSubgraphSchema([{ typeDefs, resolvers }]) });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async () => createContext(),
});
process.stdout.write(`${url}\n`);
