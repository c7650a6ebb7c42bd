import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ROOT } from './processes.ts';
import { benchPurchases } from './purchases-table.ts';
import { benchRequests } from './requests/bench-requests.ts';
import { benchTraces } from './traces.ts';

const parts = ['requests', 'purchases', 'traces'] as const;
type Options = {
  readonly quick: boolean;
  readonly only?: (typeof parts)[number];
  readonly store: 'sqlite' | 'postgres';
  readonly root: readonly string[];
  readonly rounds?: number;
};

const options = new Command('npm run bench --')
  .description(
    'Measures what requests cost beside what they cost other servers and beside traced ones, and purchases beside what the disk can do.',
  )
  .option('--quick', 'measures requests alone, in fewer rounds, and fails where a limit is missed by far', false)
  .addOption(new Option('--only <part>', 'measures nothing else').choices(parts))
  .addOption(new Option('--store <store>', 'where the numbers are').choices(['sqlite', 'postgres']).default('sqlite'))
  .option('--root <folder>', 'another checkout to measure beside this one; may be given again', addRoot, [])
  .option('--rounds <count>', 'how many rounds of requests', toCount)
  .showHelpAfterError()
  .parse()
  .opts<Options>();

function addRoot(folder: string, roots: readonly string[]): string[] {
  return [...roots, resolve(folder)];
}

function toCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1.');
  return Number(text);
}

/** Of the packages that are measured. */
function readVersions(): string {
  const names = ['@apollo/server', 'graphql', 'mercurius', 'graphql-yoga', '@envelop/graphql-jit'];
  const versions = names.map((name) => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
    return `${name} ${version}`;
  });
  return versions.join(', ');
}

const print = (text: string) => process.stdout.write(`${text}\n`);
const machine = `${availableParallelism()} processors (${cpus()[0]?.model}), Node ${process.version}`;
print(`${machine}, load ${loadavg()[0]?.toFixed(1)}`);
const { quick, store, root: roots, rounds = quick ? 3 : 5, only = quick ? 'requests' : undefined } = options;
const heading = `Measured on ${new Date().toISOString().slice(0, 10)}, ${rounds} rounds: ${machine}; ${readVersions()}.`;
if (only === undefined || only === 'requests') {
  const misses = await benchRequests({ quick, store, roots, rounds, heading, print });
  for (const miss of misses) print(`\n${miss}`);
  if (quick && misses.length > 0) process.exitCode = 1;
}
if (only === undefined || only === 'traces') {
  await benchTraces({ rounds, share: quick ? 0.5 : 1, heading, isWhole: !quick, print });
}
if (only === undefined || only === 'purchases') {
  await benchPurchases({ rounds: quick ? 1 : 3, share: quick ? 0.1 : 1, print });
}
