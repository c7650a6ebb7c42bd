import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { sqliteFileOf } from '../../src/database/open.ts';
import { type OwnProcess, ROOT, startServerProcess, startServiceProcess } from '../processes.ts';
import { STORE_SIZE } from './workloads.ts';

/** A server that answers the workloads, in a process of its own. */
export type Contender = OwnProcess & { readonly name: string; readonly url: string; readonly path: string };

/** Makes an empty database of PostgreSQL, and tells its URL. */
export type CreateDatabase = () => Promise<string>;

export const [PROJECT, APOLLO, HAND_WRITTEN, YOGA] = ['this project', 'Apollo', 'hand-written', 'Yoga'];

const servers = [
  { name: APOLLO, file: 'bench/requests/contenders/apollo.ts', path: '/' },
  { name: HAND_WRITTEN, file: 'bench/requests/contenders/hand-written.ts', path: '/' },
  { name: 'Mercurius', file: 'bench/requests/contenders/mercurius.ts', path: '/' },
  { name: YOGA, file: 'bench/requests/contenders/yoga.ts', path: '/' },
];

type Starting = {
  readonly stack: AsyncDisposableStack;
  readonly folder: string;
  /** Null where the numbers are in a file. */
  readonly createDatabase: CreateDatabase | null;
  /** Leaves those out to which no limit is bound. */
  readonly isQuick: boolean;
};

/** Fills a store by the code of a checkout; `url` is its database, if it is none below `dataDir`. */
export function fillStore(root: string, { dataDir, url }: { dataDir: string; url: string | null }): void {
  const options = [root, dataDir, String(STORE_SIZE), ...(url === null ? [] : [url])];
  execFileSync(process.execPath, [join(ROOT, 'bench/requests/fill.ts'), ...options], { stdio: 'inherit' });
}

/**
 * Starts all of them: the service of this checkout and of the other roots, each on a store that its own code has filled, and
 * the other servers, which read the store of this checkout.
 */
export async function startContenders(
  roots: readonly string[],
  { stack, folder, createDatabase, isQuick }: Starting,
): Promise<Contender[]> {
  const vendor = stack.use(await startServerProcess('bench/requests/vendor.ts'));
  const contenders: Contender[] = [];
  for (const [index, root] of [ROOT, ...roots].entries()) {
    const dataDir = join(folder, `store-${index}`);
    const url = createDatabase ? await createDatabase() : null;
    fillStore(root, { dataDir, url });
    const environment = {
      DATA_DIR: dataDir,
      ...(url !== null && { DATABASE_URL: url, SHUTDOWN_DELAY_SECONDS: '0' }),
      SANDBOX: 'false',
      // An account of a few numbers of its own: those that fill the store belong to another vendor.
      VOGENT_API_KEY: 'key-of-the-benchmark',
      VOGENT_BASE_URL: `${vendor.url}/3/0`,
      MAX_AGE_SECONDS: '86400',
      LOG_LEVEL: 'info',
    };
    const service = stack.use(await startServiceProcess(environment, { cwd: dataDir, root, isPinned: true }));
    contenders.push({ ...service, name: index === 0 ? PROJECT : basename(root), path: '/graphql' });
    if (index > 0) continue;
    const store = url ?? sqliteFileOf({ dataDir, sandbox: false });
    for (const { name, file, path } of isQuick ? servers.slice(0, 2) : servers) {
      const server = stack.use(await startServerProcess(file, { options: [store], isPinned: true }));
      contenders.push({ ...server, name, path });
    }
  }
  return contenders;
}
