import { availableParallelism, cpus, loadavg } from 'node:os';
import { Command } from 'commander';
import { printPurchases } from './purchases-table.ts';
import { print } from './report.ts';
import { printRequests } from './requests/table.ts';

const { quick, only, root } = new Command('npm run bench --')
  .description('Measures what requests cost beside other servers, and purchases beside the disk.')
  .option('--quick', 'fewer rounds; fails where a request costs half as much again as it should', false)
  .option('--only <table>', 'requests or purchases')
  .option('--root <folder>', 'another checkout of this project, which answers the requests too')
  .showHelpAfterError()
  .parse()
  .opts<{ quick: boolean; only?: string; root?: string }>();

const machine = `${availableParallelism()} processors (${cpus()[0]?.model}), Node ${process.version}`;
print(`${machine}, load ${loadavg()[0]?.toFixed(1)}\n`);
if (only !== 'purchases') {
  const slow = await printRequests(quick ? { rounds: 3, share: 0.5, root } : { rounds: 7, share: 1, root });
  for (const line of slow) print(line);
  if (slow.length > 0) process.exitCode = 1;
}
if (only !== 'requests') await printPurchases(quick ? { rounds: 1, share: 0.1 } : { rounds: 3, share: 1 });
