import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { type Context, createContext, createSchema } from './resolvers.ts';
import { readSettings } from './settings.ts';

// With its defaults, as its documentation shows it first.
const server = new ApolloServer<Context>({ schema: createSchema() });
await startStandaloneServer(server, {
  context: async () => createContext(),
  listen: { port: readSettings().port, host: '127.0.0.1' },
});
