import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toMarkdown, writeSection } from './performance-page.ts';
import { leaveMeasuredCore, ROOT, startServerProcess, startServiceProcess } from './processes.ts';
import { toTable } from './report.ts';
import { type Contender, fillStore } from './requests/contenders.ts';
import { costOf, measureRequests, ratioOf } from './requests/run.ts';
import { workloads } from './requests/workloads.ts';

const [OFF, ON] = ['without traces', 'with traces'];
/** How much more a request may cost where it is traced. */
const LIMIT = 1.1;

type TracesPlan = {
  readonly rounds: number;
  readonly share: number;
  /** Said of the machine and the versions, above the table. */
  readonly heading: string;
  /** Whether to write the table into the docs. */
  readonly isWhole: boolean;
  readonly print: (text: string) => void;
};

/** Measures what each request costs that is traced, to a collector of another process, beside one that is not. */
export async function benchTraces({ rounds, share, heading, isWhole, print }: TracesPlan): Promise<void> {
  await using stack = new AsyncDisposableStack();
  leaveMeasuredCore();
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-bench-'));
  stack.defer(() => rmSync(folder, { recursive: true }));
  const vendor = stack.use(await startServerProcess('bench/requests/vendor.ts'));
  const collector = stack.use(await startServerProcess('bench/requests/collector.ts'));
  const start = async (name: string, settings: Readonly<Record<string, string>>): Promise<Contender> => {
    const dataDir = join(folder, name);
    fillStore(ROOT, { dataDir, url: null });
    const environment = {
      DATA_DIR: dataDir,
      SANDBOX: 'false',
      VOGENT_API_KEY: 'key-of-the-benchmark',
      VOGENT_BASE_URL: `${vendor.url}/3/0`,
      MAX_AGE_SECONDS: '86400',
      LOG_LEVEL: 'info',
      ...settings,
    };
    const service = stack.use(await startServiceProcess(environment, { cwd: dataDir, isPinned: true }));
    return { ...service, name, path: '/graphql' };
  };
  const contenders = [await start(OFF, {}), await start(ON, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })];
  const costs = await measureRequests(contenders, { rounds, share, print });
  const headings = ['', 'µs', 'traced, µs', 'of it', 'limit'];
  const rows = workloads.map(({ name, title }) => [
    title,
    costOf(costs, name, OFF).toFixed(0),
    costOf(costs, name, ON).toFixed(0),
    ratioOf(costs, name, [ON, OFF]).toFixed(3),
    LIMIT.toFixed(1),
  ]);
  print(`\nProcessor time of a request that is traced, medians of ${rounds} rounds\n`);
  print(toTable(headings, rows));
  if (isWhole) writeSection('traces', `${heading}\n\n${toMarkdown(headings, rows)}`);
}
