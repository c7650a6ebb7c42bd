import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgresServer } from '../../test/support/postgres-server.ts';
import { toMarkdown, writeBars, writeSection } from '../performance-page.ts';
import { leaveMeasuredCore } from '../processes.ts';
import { toTable } from '../report.ts';
import { startContenders } from './contenders.ts';
import { measureFresh } from './fresh.ts';
import { findMisses, toBars, toOtherRows, toRatioRows } from './report.ts';
import { measureRequests } from './run.ts';
import { measureStarts } from './starts.ts';

/** What is measured, and how. */
export type RequestsPlan = {
  readonly quick: boolean;
  readonly store: 'sqlite' | 'postgres';
  readonly roots: readonly string[];
  readonly rounds: number;
  /** Said of the machine and the versions, above the tables. */
  readonly heading: string;
  readonly print: (text: string) => void;
};

/** Measures requests and prints tables of them; writes them into the docs where nothing is left out or added. Returns misses. */
export async function benchRequests(plan: RequestsPlan): Promise<string[]> {
  const { quick, store, roots, rounds, heading, print } = plan;
  await using stack = new AsyncDisposableStack();
  leaveMeasuredCore();
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-bench-'));
  stack.defer(() => rmSync(folder, { recursive: true }));
  const { costs, memory, names } = await measureStore(plan, folder);
  const ratios = toRatioRows(costs, names);
  print(`\nProcessor time of a request, medians of ${rounds} rounds, load ${loadavg()[0]?.toFixed(1)} at the end\n`);
  print(toTable(ratios.headings, ratios.rows));
  const isWhole = !quick && roots.length === 0;
  if (isWhole) {
    writeSection(`requests on ${store}`, `${heading}\n\n${toMarkdown(ratios.headings, ratios.rows)}`);
    writeBars(`requests-${store}.svg`, toBars(costs, names));
  }
  if (quick || store === 'postgres') return findMisses(costs);
  const fresh = await measureFresh({ rounds, share: 1, folder, roots });
  const starts = await measureStarts(folder, rounds);
  const others = toOtherRows({ fresh, starts, memory }, names);
  print(`\n${toTable(others.headings, others.rows)}`);
  if (isWhole) writeSection('vendors, starts and memory', toMarkdown(others.headings, others.rows));
  return findMisses(costs);
}

async function measureStore({ quick, store, roots, rounds, print }: RequestsPlan, folder: string) {
  await using stack = new AsyncDisposableStack();
  const server = store === 'postgres' ? await startPostgresServer() : null;
  if (server) stack.defer(() => server.remove());
  let databases = 0;
  const createDatabase =
    server &&
    (async () => {
      databases += 1;
      await server.run(`create database numbers_${databases}`);
      return server.url.replace(/\/postgres$/, `/numbers_${databases}`);
    });
  const contenders = await startContenders(roots, { stack, folder, createDatabase, isQuick: quick });
  const costs = await measureRequests(contenders, { rounds, share: quick ? 0.5 : 1, print });
  const memory = new Map(contenders.map((contender) => [contender.name, [contender.residentMiB()]]));
  return { costs, memory, names: contenders.map(({ name }) => name) };
}
