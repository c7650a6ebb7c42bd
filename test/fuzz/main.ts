import { Command, InvalidArgumentError } from 'commander';
import { runFuzz } from './fuzz.ts';

const positive = (text: string): number => {
  if (Number.isFinite(Number(text)) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It must be a number above 0.');
};

const { cases, seed, minutes } = new Command('npm run fuzz --')
  .description(
    'Sends what nobody should send, over HTTP and by hostile vendors, and looks for a 5xx, an error, a leak.',
  )
  .option('--cases <number>', 'how many requests', positive, 2_000)
  .option('--minutes <number>', 'ends after so long, if that is sooner', positive, 60)
  .option('--seed <number>', 'repeats another run', positive, Math.floor(Math.random() * 2 ** 31))
  .showHelpAfterError()
  .parse()
  .opts<{ cases: number; seed: number; minutes: number }>();

const report = await runFuzz({ cases, seed, minutes });
const kinds = Map.groupBy(report.failures, ({ what }) =>
  what.replaceAll(/"time":"[^"]*"|[0-9a-f-]{36}|\d{4,}/g, '…').slice(0, 250),
);
for (const [what, found] of kinds) process.stdout.write(`\n${found.length} × ${what}\n${found[0]?.sent}\n`);
const statuses = [...report.statuses]
  .sort(([one], [other]) => one - other)
  .map(([status, count]) => `${status}: ${count}`);
process.stdout.write(
  `\n${report.cases} requests, seed ${seed}: ${report.failures.length} failures. Answers ${statuses.join(', ')}. ` +
    `Heap ${report.memory.early} MB after a tenth, ${report.memory.late} MB at the end.\n`,
);
process.exit(report.failures.length === 0 ? 0 : 1);
