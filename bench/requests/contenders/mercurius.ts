import fastify from 'fastify';
import mercurius from 'mercurius';
import { createContext, createSchema } from './resolvers.ts';
import { readSettings } from './settings.ts';

// Mercurius on Fastify, which compiles each query when it comes a second time.
const app = fastify();
app.register(mercurius, { schema: createSchema(), context: createContext, jit: 1, path: '/' });
await app.listen({ port: readSettings().port, host: '127.0.0.1' });
