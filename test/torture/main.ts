import { Command, InvalidArgumentError, Option } from 'commander';
import { runTorture } from './torture.ts';

const positive = (text: string): number => {
  if (Number.isFinite(Number(text)) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It must be a number above 0.');
};

const command = new Command('npm run torture --')
  .description('Kills real processes while vendors fail, then compares the ledger, the registry and the accounts.')
  .option('--minutes <number>', 'how long', positive, 1)
  .option('--instances <number>', 'how many instances of the service', positive, 1)
  .addOption(
    new Option('--store <store>', 'where the service keeps its tables')
      .choices(['sqlite', 'postgres'])
      .default('sqlite'),
  )
  .option('--seed <number>', 'repeats the choices of another run', positive, Math.floor(Math.random() * 2 ** 31))
  .option('--logs <folder>', 'keeps the logs of the instances there')
  .option('--fault <number>', 'puts a mended fault of the simulation back in, to see whether it is found', positive)
  .showHelpAfterError()
  .parse();

const { minutes, instances, store, seed, logs, fault } = command.opts<{
  minutes: number;
  instances: number;
  store: 'sqlite' | 'postgres';
  seed: number;
  logs?: string;
  fault?: number;
}>();
const report = await runTorture({
  ...{ minutes, instances, seed },
  store: store === 'postgres' ? 'PostgreSQL' : 'SQLite',
  logs: logs ?? null,
  fault: fault ?? null,
});
// The package that brings PostgreSQL ends a process that ends by itself with 0, whatever `process.exitCode` says.
process.stdout.write(`${report.text}\n`, () => process.exit(report.isClean ? 0 : 1));
