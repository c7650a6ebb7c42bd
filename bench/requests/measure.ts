import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { Pool } from 'undici';
import { z } from 'zod';
import { migrate } from '../../src/database/migrate.ts';
import { sqliteFileOf } from '../../src/database/open.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import { type OwnProcess, startContender, startSandboxProcess, startServiceProcess } from '../processes.ts';
import { medianOf } from '../report.ts';
import { fill } from './numbers.ts';
import { type Workload, workloads } from './workloads.ts';

/** Who answers: this service, and others over the same rows. */
export const contenders = ['service', 'apollo', 'hand-written', 'mercurius', 'yoga'] as const;
type Contender = (typeof contenders)[number];

/** Processor time of each server for one request, in ms. */
export type Measured = { readonly workload: Workload; readonly cpuMs: Readonly<Record<string, number>> };

type Server = OwnProcess & { readonly name: string; readonly pool: Pool; readonly path: string };

type Settings = {
  readonly rounds: number;
  /** Of the requests of a round. */
  readonly share: number;
  /** Another checkout of this service, which is measured besides. */
  readonly otherRoot?: string | undefined;
};

/** Asks each server the same in turn, in several rounds, and holds their answers against each other. Throws where they differ. */
export async function measureRequests({ rounds, share, otherRoot }: Settings): Promise<Measured[]> {
  await using stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-bench-'));
  stack.defer(() => rmSync(folder, { recursive: true }));
  const file = await fillFile(join(folder, 'filled'));
  const sandbox = stack.use(await startSandboxProcess());
  const servers: Server[] = [];
  const add = (name: string, { url, ...process }: OwnProcess & { readonly url: string }, path: string) => {
    pin(process.pid);
    const pool = new Pool(new URL(url).origin, { connections: 1 });
    stack.defer(() => pool.close());
    servers.push({ ...process, name, pool, path });
  };
  const addService = async (name: string, root?: string) => {
    const dataDir = join(folder, name);
    const environment = { ...sandbox.environment, DATA_DIR: dataDir, MAX_AGE_SECONDS: '86400' };
    mkdirSync(dataDir, { mode: 0o700 });
    copyFileSync(file, sqliteFileOf({ dataDir, sandbox: false }));
    const where = root === undefined ? { cwd: folder } : { cwd: folder, root };
    add(name, stack.use(await startServiceProcess(environment, where)), '/graphql');
  };
  for (const name of contenders) {
    if (name === 'service') await addService(name);
    else add(name, stack.use(await startContender(scriptOf(name), file)), '/');
  }
  if (otherRoot !== undefined) await addService('other', otherRoot);

  const measured: Measured[] = [];
  for (const workload of workloads) {
    const requests = Math.ceil(workload.requests * share);
    await compareAnswers(servers, workload);
    const times = new Map(servers.map(({ name }) => [name, [] as number[]]));
    // Until what is compiled is compiled.
    for (const server of servers) await timeOf(server, workload, 2 * workload.requests);
    for (let round = 0; round < rounds; round += 1) {
      // Each comes first as often as it can: what the machine does meanwhile is everybody's.
      const offset = round % servers.length;
      for (const server of [...servers.slice(offset), ...servers.slice(0, offset)]) {
        times.get(server.name)?.push(await timeOf(server, workload, requests));
      }
    }
    measured.push({ workload, cpuMs: Object.fromEntries([...times].map(([name, all]) => [name, medianOf(all)])) });
  }
  return measured;
}

/** A database of the service, filled as its syncs do it. */
async function fillFile(folder: string): Promise<string> {
  mkdirSync(folder, { mode: 0o700 });
  const file = sqliteFileOf({ dataDir: folder, sandbox: false });
  const database = openSqlite(file, () => undefined);
  await migrate(database);
  await fill(createRegistry(database, () => new Date()));
  await database.destroy();
  return file;
}

function scriptOf(name: Contender): string {
  return fileURLToPath(new URL(`./contenders/${name}.ts`, import.meta.url));
}

/** Servers stay on one processor, so that whoever asks them has the others. */
function pin(pid: number | undefined): void {
  if (availableParallelism() < 2) return;
  try {
    execFileSync('taskset', ['-apc', '0', String(pid)], { stdio: 'ignore' });
  } catch {
    // Without it, the times vary more.
  }
}

async function timeOf(server: Server, workload: Workload, requests: number): Promise<number> {
  const before = server.cpuMs();
  for (let request = 0; request < requests; request += 1) await ask(server, workload);
  return (server.cpuMs() - before) / requests;
}

async function ask({ pool, path }: Server, { query, variables, operation }: Workload): Promise<string> {
  const { body } = await pool.request({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables, operationName: operation }),
  });
  return body.text();
}

const answered = z.looseObject({ data: z.unknown(), errors: z.undefined().optional() });

/** Byte for byte, but for what lies around the data, and for the order that Yoga gives members. */
async function compareAnswers(servers: readonly Server[], workload: Workload): Promise<void> {
  const answers = new Map<string, unknown>();
  for (const server of servers) {
    const { data } = answered.parse(JSON.parse(await ask(server, workload)));
    const [first = data] = answers.values();
    const isSame =
      server.name === 'yoga' ? isDeepStrictEqual(data, first) : JSON.stringify(data) === JSON.stringify(first);
    answers.set(server.name, data);
    if (isSame) continue;
    const shown = [...answers].map(([name, one]) => `${name}: ${JSON.stringify(one).slice(0, 600)}`).join('\n');
    throw new Error(`${workload.name} is answered in several ways:\n${shown}`);
  }
}
