import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { useGraphQlJit as createJitPlugin } from '@envelop/graphql-jit';
import { createYoga } from 'graphql-yoga';
import { openOrdinary } from './ordinary.ts';

// Yoga on Node's own server, with the plugin that compiles queries.
const { typeDefs, resolvers, createContext } = openOrdinary(process.argv[2] ?? '');
const yoga = createYoga({
  schema: buildSubgraphSchema([{ typeDefs, resolvers }]),
  plugins: [createJitPlugin()],
  context: createContext,
  graphqlEndpoint: '/',
  logging: false,
});
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address?.port}/\n`);
});
