import { parseArgs } from 'node:util';
import { runTorture } from './torture.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    instances: { type: 'string', default: '1' },
    store: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});

const store = values.store === 'postgres' ? 'PostgreSQL' : 'SQLite';
const report = await runTorture({
  minutes: Number(values.minutes),
  instances: Number(values.instances),
  store,
  seed: Number(values.seed),
});
process.stdout.write(`${report.text}\n`);
process.exitCode = report.isClean ? 0 : 1;
