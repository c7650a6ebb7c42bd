import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteFileOf } from '../../src/database/open.ts';
import { type OwnProcess, ROOT, startServerProcess, startServiceProcess } from '../processes.ts';
import { APOLLO, type Contender, fillStore, PROJECT } from './contenders.ts';
import { openCaller } from './measure.ts';
import { workloads } from './workloads.ts';

/** What `npm run build` makes of this checkout. */
export const BUILT = 'this project, built';

/** Processor time from the start of a process to its first right answer, in ms, in each round. */
export async function measureStarts(folder: string, rounds: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const dataDir = join(folder, 'starts');
  fillStore(ROOT, { dataDir, url: null });
  const environment = {
    DATA_DIR: dataDir,
    SANDBOX: 'false',
    VOGENT_API_KEY: 'key',
    VOGENT_BASE_URL: 'http://127.0.0.1:9',
  };
  const startService = (root: string) => startServiceProcess(environment, { cwd: dataDir, root, isPinned: true });
  const store = sqliteFileOf({ dataDir, sandbox: false });
  const starters = [
    { name: PROJECT, path: '/graphql', start: () => startService(ROOT) },
    { name: BUILT, path: '/graphql', start: () => startService(join(ROOT, 'dist')) },
    {
      name: APOLLO,
      path: '/',
      start: () => startServerProcess('bench/requests/contenders/apollo.ts', { options: [store], isPinned: true }),
    },
  ].filter(({ name }) => name !== BUILT || existsSync(join(ROOT, 'dist/src/cli/phone-numbers.js')));
  const spent = new Map(starters.map(({ name }) => [name, [] as number[]]));
  // The first round is for what is compiled once, and kept.
  for (let round = -1; round < rounds; round += 1) {
    for (const { name, path, start } of starters) {
      const cpuMs = await timeOf(start, path);
      if (round >= 0) spent.get(name)?.push(cpuMs);
    }
  }
  return spent;
}

type Start = () => Promise<OwnProcess & Pick<Contender, 'url'>>;

async function timeOf(start: Start, path: string): Promise<number> {
  await using server = await start();
  await using caller = openCaller({ url: server.url, path });
  const { data } = JSON.parse(await caller.ask(workloads[0]?.bodies[0] ?? ''));
  if (data.phoneNumbers.nodes.length !== 100) throw new Error('A first answer is not right.');
  return server.cpuMs();
}
