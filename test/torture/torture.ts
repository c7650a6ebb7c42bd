import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { openAuditor } from '../support/auditor.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { withKey } from '../support/vendor-variables.ts';
import { vendorOf } from '../support/vendors.ts';
import { misbehave } from './anomalies.ts';
import { readLedger } from './books.ts';
import { runClient } from './clients.ts';
import { keepHouse } from './housekeeper.ts';
import { createInstance, type Instance } from './instance.ts';
import { createMisled, type Hiding } from './misled.ts';
import { createPerson } from './person.ts';
import { mutate } from './post.ts';
import { createRandom } from './random.ts';
import { type Report, type TortureSettings, toReport } from './report.ts';
import { settleDown } from './settle-down.ts';
import { createTally } from './tally.ts';
import { GRACE_MS, PATIENCE_MS, TIMEOUT_MS } from './times.ts';
import { createTold } from './told.ts';
import { killInstances, pauseInstances } from './trouble.ts';

const CLIENTS = 12;
/** So that no area code is ever sold out. */
const NUMBERS_PER_AREA_CODE = 4_950;

/** Real processes, random clients, random failures, random `kill -9`; then the books are held against each other. */
export async function runTorture(settings: TortureSettings): Promise<Report> {
  const random = createRandom(settings.seed);
  await using stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-torture-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const server = settings.store === 'PostgreSQL' ? await startPostgresServer() : null;
  if (server) stack.defer(() => server.remove());
  const sandbox = await startSandbox({ vendors: builtInVendors, random: random.fork().next });
  stack.defer(() => sandbox.stop());
  const { control } = sandbox;
  control.setStock(NUMBERS_PER_AREA_CODE);

  let keys = 1;
  const variables = (index: number) => ({
    SANDBOX: 'false',
    PORT: '0',
    // What an instance remembers of its ledger is its own.
    DATA_DIR: join(folder, String(index)),
    ...(server && { DATABASE_URL: server.url, SHUTDOWN_DELAY_SECONDS: '0' }),
    ...withKey(sandbox.environment, `sandbox-${keys}`),
    VENDOR_TIMEOUT_MS: String(TIMEOUT_MS),
    RECOVERY_INTERVAL_SECONDS: '1',
    RECOVERY_GRACE_SECONDS: String(GRACE_MS / 1000),
    RECOVERY_PATIENCE_SECONDS: String(PATIENCE_MS / 1000),
    MAX_AGE_SECONDS: '2',
    PURCHASE_LIMIT_PER_DAY: 'none',
    ...(settings.fault !== null && {
      NODE_OPTIONS: `--import=${import.meta.resolve('./put-fault-in.ts')}`,
      TORTURE_FAULT: String(settings.fault),
    }),
  });
  if (settings.logs !== null) mkdirSync(settings.logs, { recursive: true });
  const logOf = (index: number) => (settings.logs === null ? null : join(settings.logs, `instance-${index}.log`));
  const instances = Array.from({ length: settings.instances }, (_, index) =>
    createInstance(() => variables(index), logOf(index)),
  );
  stack.defer(async () => {
    for (const instance of instances) await instance.kill();
  });
  for (const instance of instances) await instance.start();
  await adoptFirstNumbers(instances, control);
  const auditor = await openAuditor(variables(0), control);
  stack.defer(() => auditor.close());

  const end = Date.now() + settings.minutes * 60_000;
  const isOver = (): boolean => Date.now() >= end;
  const [requests, events, anomalies] = [createTally(), createTally(), createTally()];
  const [breaches, hidings]: [string[], Hiding[]] = [[], []];
  const addressOf = (vendor: VendorName, vendorId: string): string | null => {
    const held = control.numbers(vendor).find(({ id }) => id === vendorId);
    return held ? vendorOf(vendor).addressOf(held) : null;
  };
  const record = { told: createTold(), requests, breaches, addressOf };
  const person = createPerson({ instances, auditor, control, random: random.fork(), events, breaches });
  const during = () => ({ instances, control, auditor, random: random.fork(), events, isOver });
  await Promise.all([
    ...Array.from({ length: CLIENTS }, (_, index) => runClient(`client-${index}`, { ...during(), record })),
    misbehave({ ...during(), anomalies, hidings }),
    killInstances({
      ...during(),
      rotateKeys: () => {
        keys += 1;
      },
    }),
    pauseInstances(during()),
    keepHouse(during()),
    person.work(isOver),
  ]);

  const overAt = Date.now();
  const misledUntilNow = () => createMisled(hidings, control.sales());
  await settleDown({ instances, auditor, control, person, misled: misledUntilNow, events });
  const settledInMs = Date.now() - overAt;
  const books = {
    ledger: await readLedger(auditor),
    audit: await auditor.audit(),
    control,
    told: record.told,
    misled: misledUntilNow(),
    hasMisled: person.hasMisled,
  };
  const report = await toReport({
    settings,
    books,
    auditor,
    hidings,
    requests,
    events,
    anomalies,
    breaches,
    settledInMs,
  });
  for (const instance of instances) await instance.stop();
  return report;
}

/** What a vendor without a list has from the start can be known in no other way. */
async function adoptFirstNumbers(instances: readonly Instance[], control: SandboxControl): Promise<void> {
  const numbers = control.vendors().flatMap((vendor) => control.numbers(vendor));
  for (const { vendor, id } of numbers) {
    await mutate(instances[0]?.url() ?? null, { mutation: 'adoptNumber', key: null, input: { vendor, vendorId: id } });
  }
}
