import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startService } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { createPostgresDatabase, type Engine } from '../support/databases.ts';
import { type Answer, sendGraphql } from '../support/test-app.ts';

const SERVICE = fileURLToPath(new URL('service.ts', import.meta.url));
const AN_HOUR_MS = 3_600_000;

/** How a process ended that was to kill itself after a step. */
export type Ending =
  | { readonly killedAfter: string }
  /** It was answered before there were so many steps. */
  | { readonly killedAfter: null };

/** The service after a crash. */
export type RunningApp = {
  graphql(query: string, variables?: object): Promise<Answer>;
  stop(): Promise<void>;
};

/** One store and one sandbox, on which processes come and go. */
export type CrashSite = {
  readonly sandbox: Sandbox;
  /** Runs the service for one request in a process that kills itself after so many steps. */
  crash(body: object, steps: number): Promise<Ending>;
  /** Starts the service an hour later: no lease and no grace period stands in the way of recovery. */
  startLater(): Promise<RunningApp>;
  remove(): Promise<void>;
};

/** Prepares a store of this engine. */
export async function openCrashSite(engine: Engine): Promise<CrashSite> {
  const dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-crash-'));
  const postgres = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
  const sandbox = await startSandbox({ vendors: builtInVendors });
  const variables = {
    SANDBOX: 'false',
    PORT: '0',
    DATA_DIR: dataDir,
    ...(postgres && { DATABASE_URL: postgres.url }),
    ...sandbox.environment,
    PURCHASE_LIMIT_PER_DAY: 'none',
  };
  return {
    sandbox,
    crash: (body, steps) => runOnce([JSON.stringify(body), String(steps)], { PATH: process.env['PATH'], ...variables }),
    async startLater() {
      const now = () => new Date(Date.now() + AN_HOUR_MS);
      const app = await startService({ config: readConfig(variables), logger: createLogger('silent'), now });
      return { graphql: (query, given) => sendGraphql(app.url, { query, variables: given }), stop: () => app.stop() };
    },
    async remove() {
      await sandbox.stop();
      await postgres?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function runOnce(args: string[], env: NodeJS.ProcessEnv): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SERVICE, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let complaints = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve({ killedAfter: output });
      else if (code === 0) resolve({ killedAfter: null });
      else reject(new Error(`The service ended with ${code ?? signal}: ${complaints}`));
    });
  });
}
