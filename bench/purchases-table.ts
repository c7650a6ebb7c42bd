import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgresServer } from '../test/support/postgres-server.ts';
import { measureSyncs } from './disk.ts';
import { startSandboxProcess, startServiceProcess } from './processes.ts';
import { type Measured, measurePurchases, openStock, type Wish, wishes } from './purchases.ts';
import { medianOf, toTable } from './report.ts';

const engines = ['SQLite', 'PostgreSQL'] as const;
type Engine = (typeof engines)[number];

type Result = Measured & { readonly engine: Engine; readonly wish: Wish; readonly syncsPerSecond: number };

type Plan = { readonly rounds: number; readonly share: number; readonly print: (text: string) => void };

const WARM_UP_MS = 2_000;
const PURCHASES_MS = 4_000;
const SYNCS_MS = 1_000;

/** Measures purchases on both engines in turns, and prints a table of them. */
export async function benchPurchases({ rounds, share, print }: Plan): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const server = await startPostgresServer();
  stack.defer(() => server.remove());
  const results: Result[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const engine of engines) {
      // The fake vendors are new in each round, and know nothing of what was bought in the one before.
      await server.run('drop schema if exists phone_numbers cascade');
      const found = await runRound(engine, { postgresUrl: server.url, share });
      for (const { wish, perSecond, syncsPerSecond } of found) {
        const ratio = (perSecond / syncsPerSecond).toFixed(2);
        print(
          `round ${round}  ${engine}, ${wish}: ${perSecond.toFixed(0)} purchases/s, ${ratio} of the bare disk's syncs`,
        );
      }
      results.push(...found);
    }
  }
  print(`\nMedians of ${rounds} rounds, load ${loadavg()[0]?.toFixed(1)} at the end\n`);
  print(toReport(results));
}

/** One service on an empty database: the bare disk before and after each kind of purchase, in the same seconds. */
async function runRound(
  engine: Engine,
  { postgresUrl, share }: { readonly postgresUrl: string; readonly share: number },
): Promise<Result[]> {
  await using stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-bench-'));
  stack.defer(() => rmSync(folder, { recursive: true }));
  const sandbox = stack.use(await startSandboxProcess());
  const environment = {
    ...sandbox.environment,
    DATA_DIR: join(folder, 'data'),
    ...(engine === 'PostgreSQL' && { DATABASE_URL: postgresUrl }),
  };
  const service = stack.use(await startServiceProcess(environment, { cwd: folder }));
  const stock = openStock();
  await measurePurchases({ service, sandbox }, { wish: 'area code', stock, forMs: WARM_UP_MS * share });
  const results: Result[] = [];
  let syncsBefore = measureSyncs(folder, SYNCS_MS * share);
  for (const wish of wishes) {
    const measured = await measurePurchases({ service, sandbox }, { wish, stock, forMs: PURCHASES_MS * share });
    const syncsAfter = measureSyncs(folder, SYNCS_MS * share);
    results.push({ ...measured, engine, wish, syncsPerSecond: (syncsBefore + syncsAfter) / 2 });
    syncsBefore = syncsAfter;
  }
  return results;
}

function toReport(results: readonly Result[]): string {
  const groups = [...Map.groupBy(results, ({ engine, wish }) => `${engine}, ${wish}`)];
  const rows = groups.map(([name, group]) => {
    const median = (pick: (result: Result) => number): number => medianOf(group.map(pick));
    return { name, median, perSecond: median(({ perSecond }) => perSecond) };
  });
  const fastest = rows[0]?.perSecond ?? Number.NaN;
  const table = toTable(
    ['', 'per s', 'ratio', 'per sync', 'commits', 'CPU ms', 'service', 'vendors', 'callers', 'p50 ms', 'p99 ms'],
    rows.map(({ name, median, perSecond }) => [
      name,
      perSecond.toFixed(0),
      (perSecond / fastest).toFixed(2),
      median((result) => result.perSecond / result.syncsPerSecond).toFixed(2),
      median(({ commits }) => commits).toFixed(0),
      median(({ cpuMs }) => cpuMs).toFixed(1),
      median(({ serviceShare }) => serviceShare).toFixed(2),
      median(({ sandboxShare }) => sandboxShare).toFixed(2),
      median(({ callersShare }) => callersShare).toFixed(2),
      median(({ medianMs }) => medianMs).toFixed(0),
      median(({ p99Ms }) => p99Ms).toFixed(0),
    ]),
  );
  return `${table}

per s     purchases a second, by 32 callers through one service; ratio to the first line
per sync  purchases for each 4 KiB append and fdatasync that the same disk does alone (${medianOf(
    results.map(({ syncsPerSecond }) => syncsPerSecond),
  ).toFixed(0)}/s)
commits   of the ledger for one purchase
CPU ms    processor time of the service for one purchase
service, vendors, callers  how busy each process was; 1.00 is one processor`;
}
