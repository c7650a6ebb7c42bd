import { buildSubgraphSchema } from '@apollo/subgraph';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { openOrdinary } from './ordinary.ts';

// Mercurius on Fastify, which compiles each query at its first repeat.
const { typeDefs, resolvers, createContext } = openOrdinary(process.argv[2] ?? '');
const app = fastify();
app.register(mercurius, {
  schema: buildSubgraphSchema([{ typeDefs, resolvers }]),
  jit: 1,
  context: createContext,
  path: '/',
});
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}/\n`);
