import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startService } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { type Auditor, openAuditor } from '../support/auditor.ts';
import { compileCache } from '../support/compile-cache.ts';
import { createPostgresDatabase, type Engine } from '../support/databases.ts';
import { type Answer, sendGraphql } from '../support/test-app.ts';
import { vendors } from './scenarios.ts';

const SERVICE = fileURLToPath(new URL('service.ts', import.meta.url));
const AN_HOUR_MS = 3_600_000;

/** A request, and the number of steps after which it goes no further. */
export type Order = {
  readonly id: string;
  readonly steps: number;
  readonly body: { readonly query: string; readonly variables: { readonly input: object } };
};

/** After which step an order was halted; null if it was answered before there were so many. */
export type Outcome = { readonly id: string; readonly haltedAfter: string | null };

/** The service after a crash. */
export type RunningApp = {
  graphql(query: string, variables?: object): Promise<Answer>;
  readonly auditor: Auditor;
  stop(): Promise<void>;
};

/** One store and one sandbox, on which processes come and go. */
export type CrashSite = {
  readonly sandbox: Sandbox;
  /** Runs the service in a process that is killed once each order was halted or answered. */
  crash(orders: readonly Order[]): Promise<ReadonlyMap<string, Outcome>>;
  /** Starts the service an hour later, unless told: no lease and no grace period stands in the way of recovery. */
  startLater(afterMs?: number): Promise<RunningApp>;
  /** What has been left, while no service runs. */
  look(): Promise<Auditor>;
  remove(): Promise<void>;
};

/** Prepares a store of this engine. `more` are settings of the service. */
export async function openCrashSite(engine: Engine, more: Readonly<Record<string, string>> = {}): Promise<CrashSite> {
  const dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-crash-'));
  const postgres = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
  const sandbox = await startSandbox({ vendors });
  const variables = {
    SANDBOX: 'false',
    PORT: '0',
    DATA_DIR: dataDir,
    ...(postgres && { DATABASE_URL: postgres.url }),
    ...sandbox.environment,
    PURCHASE_LIMIT_PER_DAY: 'none',
    RECOVERY_INTERVAL_SECONDS: '1',
    RECOVERY_GRACE_SECONDS: '1',
    RECOVERY_PATIENCE_SECONDS: '0',
    ...more,
  };
  return {
    sandbox,
    async crash(orders) {
      const child = fork(SERVICE, { env: { PATH: process.env['PATH'], ...compileCache(), ...variables } });
      const ended = once(child, 'exit');
      try {
        return await collectOutcomes(child, orders);
      } finally {
        child.kill('SIGKILL');
        await ended;
      }
    },
    look: () => openAuditor(variables, sandbox.control, vendors),
    async startLater(afterMs = AN_HOUR_MS) {
      const now = () => new Date(Date.now() + afterMs);
      const config = readConfig(variables, vendors);
      const app = await startService({ config, vendors, logger: createLogger('silent'), now });
      const auditor = await openAuditor(variables, sandbox.control, vendors);
      return {
        auditor,
        graphql: (query, given) => sendGraphql(app.url, { query, variables: given }),
        async stop() {
          await auditor.close();
          await app.stop();
        },
      };
    },
    async remove() {
      await sandbox.stop();
      await postgres?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Throws if the process ends by itself. */
function collectOutcomes(child: ChildProcess, orders: readonly Order[]): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`The service ended with ${code ?? signal}.`)));
    child.on('message', (message: 'ready' | Outcome) => {
      if (message === 'ready') {
        child.send([...orders]);
        return;
      }
      outcomes.set(message.id, message);
      if (outcomes.size === orders.length) resolve(outcomes);
    });
  });
}
