import { createServer } from 'node:http';
import { useGraphQlJit as createJit } from '@envelop/graphql-jit';
import { createYoga } from 'graphql-yoga';
import { createContext, createSchema } from './resolvers.ts';
import { readSettings } from './settings.ts';

// Yoga on Node's own server, with the plugin that compiles queries.
const yoga = createYoga({
  schema: createSchema(),
  context: createContext,
  plugins: [createJit()],
  graphqlEndpoint: '/',
  logging: false,
});
createServer(yoga).listen(readSettings().port, '127.0.0.1');
