import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { compileCache } from './compile-cache.ts';
import { type Answer, sendGraphql } from './test-app.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/phone-numbers.js', import.meta.url));

/** The service in a process of its own, which can be killed. */
export type ServiceProcess = {
  /** Where it serves, e.g. `http://127.0.0.1:4001`. */
  readonly url: string;
  graphql(query: string, variables?: object): Promise<Answer>;
  /** Sends a signal and waits for the end. Gives the exit code; null after a signal that cannot be caught. */
  end(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<number | null>;
  /** Sends a signal and does not wait. */
  signal(signal: 'SIGTERM' | 'SIGINT'): void;
  /** The exit code, once it has ended; null after a signal. */
  readonly ended: Promise<number | null>;
};

type ServiceSettings = {
  /** Plays the vendors; outlives the service. */
  readonly sandbox: Sandbox;
  /** Folder of the database; also where the process runs, so that it finds no `.env`. */
  readonly dataDir: string;
  readonly vendorTimeoutMs: number;
  /** PostgreSQL, if not a file of the folder. */
  readonly databaseUrl?: string;
  readonly shutdownDelaySeconds?: number;
  /** The command of another version; the sources' unless told. */
  readonly main?: string;
  /** On top of the settings above. */
  readonly env?: Readonly<Record<string, string>>;
};

/** Starts the service as an operator would, and waits until it serves. Throws if it ends before. */
export async function startServiceProcess(settings: ServiceSettings): Promise<ServiceProcess> {
  const { sandbox, dataDir, vendorTimeoutMs, databaseUrl, shutdownDelaySeconds = 0, main = MAIN, env } = settings;
  const child = spawn(process.execPath, [main], {
    cwd: dataDir,
    env: {
      ...compileCache(),
      SANDBOX: 'false',
      ...sandbox.environment,
      PORT: '0',
      DATA_DIR: dataDir,
      VENDOR_TIMEOUT_MS: String(vendorTimeoutMs),
      SHUTDOWN_DELAY_SECONDS: String(shutdownDelaySeconds),
      RECOVERY_INTERVAL_SECONDS: '1',
      RECOVERY_GRACE_SECONDS: '1',
      RECOVERY_PATIENCE_SECONDS: '0',
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(() => child.exitCode);
  const { promise: url, resolve, reject } = Promise.withResolvers<string>();
  // Reads on to the end, so that the service is never held up by a log that nobody reads.
  createInterface(child.stdout).on('line', (line) => {
    const { graphql }: { graphql?: unknown } = JSON.parse(line);
    if (typeof graphql === 'string') resolve(graphql.replace(/\/graphql$/, ''));
  });
  child.once('exit', (code) => reject(new Error(`The service ended with ${code} before it was ready.`)));
  child.once('error', reject);
  const base = await url;
  return {
    url: base,
    ended,
    graphql: (query, variables) => sendGraphql(base, { query, variables }),
    signal: (signal) => void child.kill(signal),
    async end(signal) {
      child.kill(signal);
      return await ended;
    },
  };
}
