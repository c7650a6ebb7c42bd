import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { ListPosition, Paging } from '../src/domain/paging.ts';
import type { NumberOrder, Registry } from '../src/registry/registry.ts';
import { createRegistry } from '../src/registry/sql-registry.ts';
import { startPostgresServer } from '../test/support/postgres-server.ts';
import { explain } from './growth/explain.ts';
import { filters, orders } from './growth/shapes.ts';
import { type Engine, openFilled } from './growth/stores.ts';
import { medianOf, toTable } from './report.ts';

const options = new Command('node bench/growth.ts')
  .description('Measures how pages and totals of numbers grow with how many numbers there are.')
  .option('--sizes <list>', 'how many numbers', '1000,100000,1000000')
  .option('--engines <list>', 'SQLite, PostgreSQL', 'SQLite,PostgreSQL')
  .option('--rounds <count>', 'how often each is measured', '9')
  .option('--filter <text>', 'only filters whose name has this text', '')
  .option('--folder <path>', 'keeps the SQLite files here, and fills none that is there')
  .option('--explain', 'how the largest database finds each page, too', false)
  .showHelpAfterError()
  .parse()
  .opts<{ folder?: string; sizes: string; engines: string; rounds: string; filter: string; explain: boolean }>();

const PAGE = 100;
type Depth = 'first' | 'middle' | 'end';
const depths: readonly Depth[] = ['first', 'middle', 'end'];

const print = (text: string) => process.stdout.write(`${text}\n`);

/** A place in the middle of all numbers, as a cursor has it: nothing need stand there. */
const middles: Record<string, ListPosition> = {
  CREATED_AT: { value: '2025-06-01T00:00:00.000Z', id: '' },
  ADDRESS: { value: '+1415', id: '' },
  LABEL: { value: 'harbour', id: '' },
};

function pagingAt(depth: Depth, order: NumberOrder): Paging {
  const middle = middles[order.replace(/_(ASC|DESC)$/, '')] ?? null;
  return {
    direction: depth === 'end' ? 'backward' : 'forward',
    size: PAGE,
    after: depth === 'middle' ? middle : null,
    before: null,
  };
}

/** In ms. SQLite works in this process: its processor time does not depend on what else the machine does. */
async function timeOf(engine: Engine, work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return engine === 'SQLite' ? (user + system) / 1_000 : performance.now() - startedAt;
}

/** Medians in ms, one for each registry; they take turns, so that a busy moment is everybody's. */
async function measure(
  engine: Engine,
  registries: readonly Registry[],
  work: (registry: Registry) => Promise<unknown>,
): Promise<number[]> {
  const times = registries.map((): number[] => []);
  for (let round = -2; round < Number(options.rounds); round += 1) {
    for (const [index, registry] of registries.entries()) {
      const time = await timeOf(engine, () => work(registry));
      if (round >= 0) times[index]?.push(time);
    }
  }
  return times.map(medianOf);
}

function rowOf(name: string, medians: readonly number[]): string[] {
  const ratio = (medians.at(-1) ?? Number.NaN) / (medians[0] ?? Number.NaN);
  return [name, ...medians.map((ms) => ms.toFixed(2)), ratio.toFixed(1)];
}

async function run(engine: Engine, serverUrl: string): Promise<void> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'phone-numbers-growth-'));
  const sizes = options.sizes.split(',').map(Number);
  const filled = [];
  for (const size of sizes) {
    const one = await openFilled(engine, { size, folder, serverUrl, listens: options.explain });
    print(`${engine}, ${size} numbers: ${one.insertUs.toFixed(0)} µs for each to be inserted`);
    filled.push(one);
  }
  try {
    const registries = filled.map(({ database }) => createRegistry(database, () => new Date()));
    const pages: string[][] = [];
    const totals: string[][] = [];
    for (const [name, filter] of filters.filter(([each]) => each.includes(options.filter))) {
      for (const order of orders) {
        for (const depth of depths) {
          const query = { filter, order, paging: pagingAt(depth, order) };
          pages.push(
            rowOf(`${name} ${order} ${depth}`, await measure(engine, registries, (registry) => registry.page(query))),
          );
          const [largest, registry] = [filled.at(-1), registries.at(-1)];
          if (!options.explain || !largest || !registry) continue;
          print(`\n${name} ${order} ${depth}\n${await explain(largest, () => registry.page(query))}`);
        }
      }
      totals.push(rowOf(name, await measure(engine, registries, (registry) => registry.count(filter))));
    }
    const head = (title: string) => [title, ...sizes.map((size) => size.toLocaleString('en-US')), 'ratio'];
    print(
      `\n${engine}, ms ${engine === 'SQLite' ? 'of a processor ' : ''}for a page of ${PAGE}\n\n${toTable(head('filter, order, place'), pages)}`,
    );
    print(
      `\n${engine}, ms ${engine === 'SQLite' ? 'of a processor ' : ''}for a total\n\n${toTable(head('filter'), totals)}`,
    );
  } finally {
    for (const { database } of filled) await database.destroy();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

print(
  `${availableParallelism()} processors (${cpus()[0]?.model}), Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
);
const engines = (['SQLite', 'PostgreSQL'] as const).filter((engine) => options.engines.includes(engine));
const server = engines.includes('PostgreSQL') ? await startPostgresServer() : null;
try {
  for (const engine of engines) await run(engine, server?.url ?? '');
} finally {
  await server?.remove();
}
