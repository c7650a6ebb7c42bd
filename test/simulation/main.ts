import { Command, InvalidArgumentError } from 'commander';
import { faults } from './faults.ts';
import { toFaultTable, toReport } from './report.ts';
import { runWorkers } from './workers.ts';

const positive = (text: string): number => {
  if (Number.isFinite(Number(text)) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It must be a number above 0.');
};
const whole = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
};
const faultNumbers = (text: string): number[] => {
  if (text === 'all') return faults.map(({ number }) => number);
  if (faults.some(({ number }) => String(number) === text)) return [Number(text)];
  throw new InvalidArgumentError(`It must be all, or one of ${faults.map(({ number }) => number).join(', ')}.`);
};

const command = new Command('npm run simulate --')
  .description(
    'Lives lives of the service on a virtual clock, with vendors and a network that mislead, and checks every promise after every step.',
  )
  .option('--minutes <number>', 'how long; with --fault, for each of them', positive, 1)
  .option('--purchases <number>', 'ends after so many purchases, if that is sooner', positive)
  .option('--seed <number>', 'repeats another run', whole, Math.floor(Math.random() * 2 ** 31))
  .option('--life <number>', 'lives this one life of the run, and tells all that happens', whole)
  .option('--unshrunk', 'with --life: as it is, not the smallest one that breaks the same promise')
  .option('--keep-going', 'counts breaches by kind instead of ending with the first one')
  .option('--workers <number>', 'how many threads', positive, 1)
  .option('--fault <number>', 'puts a mended fault back in, or all, and expects it to be found', faultNumbers)
  .showHelpAfterError()
  .parse();

const options = command.opts<{
  minutes: number;
  purchases?: number;
  seed: number;
  life?: number;
  unshrunk?: true;
  keepGoing?: true;
  workers: number;
  fault?: number[];
}>();
const { minutes, purchases = Number.POSITIVE_INFINITY, seed, life = null, workers, fault = null } = options;
const run = { minutes, purchases, seed, life, isShrunk: !options.unshrunk, keepsGoing: options.keepGoing === true };

if (fault === null) {
  const result = await runWorkers({ ...run, fault: null }, workers);
  process.stdout.write(`${toReport(result, { seed, workers })}\n`);
  process.exitCode = result.failures.length === 0 ? 0 : 1;
} else {
  const rows = [];
  for (const number of fault) rows.push({ number, result: await runWorkers({ ...run, fault: number }, workers) });
  process.stdout.write(`${toFaultTable(rows, seed)}\n`);
  process.exitCode = rows.every(({ result }) => result.failures.length > 0) ? 0 : 1;
}
