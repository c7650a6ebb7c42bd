import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationStep } from '../../src/domain/operation.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { type Auditor, openAuditor } from '../support/auditor.ts';
import { toBody } from '../support/changes.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { sendGraphql } from '../support/test-app.ts';
import { compareBooks, readBooks } from './books.ts';
import { type ClientRecord, runClient } from './clients.ts';
import { createInstance, type Instance } from './instance.ts';
import { settleByLooking } from './person.ts';
import { createRandom } from './random.ts';
import { type Report, type TortureSettings, toReport } from './report.ts';
import { killInstances, makeVendorsFail, type TroubleCounts } from './trouble.ts';

const CLIENTS = 12;
const HISTORIES_AT_ONCE = 5_000;
/** Longer than the longest pause of recovery: whatever is still open then has been forgotten. */
const LONGEST_WAIT_MS = 8 * 60_000;

/** Real processes, random clients, random failures, random `kill -9`; then the books are held against each other. */
export async function runTorture(settings: TortureSettings): Promise<Report> {
  const random = createRandom(settings.seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-torture-'));
  const server = settings.store === 'PostgreSQL' ? await startPostgresServer() : null;
  const sandbox = await startSandbox({ vendors: builtInVendors, random: random.fork().next });
  const variables = {
    SANDBOX: 'false',
    PORT: '0',
    DATA_DIR: dataDir,
    ...(server && { DATABASE_URL: server.url }),
    ...sandbox.environment,
    VENDOR_TIMEOUT_MS: '800',
    RECOVERY_INTERVAL_SECONDS: '1',
    RECOVERY_GRACE_SECONDS: '2',
    MAX_AGE_SECONDS: '2',
    PURCHASE_LIMIT_PER_DAY: 'none',
  };
  const instances = Array.from({ length: settings.instances }, () => createInstance(variables));
  for (const instance of instances) await instance.start();
  await adoptFirstNumbers(instances, sandbox.control);

  const end = Date.now() + settings.minutes * 60_000;
  const isOver = (): boolean => Date.now() >= end;
  const counts: TroubleCounts = { kills: 0, faults: {} };
  const record: ClientRecord = {
    told: new Map(),
    counts: { requests: 0, unanswered: 0, replays: 0, reusedKeys: 0 },
    breaches: [],
  };
  const clients = Array.from({ length: CLIENTS }, (_, index) =>
    runClient(`client-${index}`, { instances, random: random.fork(), record, isOver }),
  );
  await Promise.all([
    ...clients,
    makeVendorsFail(sandbox.control, { random: random.fork(), counts, isOver }),
    killInstances(instances, { random: random.fork(), counts, isOver }),
  ]);

  const auditor = await openAuditor(variables, sandbox.control);
  const settledByHand = await waitForEnds();

  /** Until nothing is open, or has been for too long; a person settles what no machine can. */
  async function waitForEnds(): Promise<number> {
    const deadline = Date.now() + LONGEST_WAIT_MS;
    for (let settled = 0; ; await sleep(1_000)) {
      const { open, needsAttention } = await auditor.auditHere();
      settled += await settleByLooking(needsAttention, { instances, auditor, control: sandbox.control });
      if (open.length + needsAttention.length === 0 || Date.now() > deadline) return settled;
    }
  }

  for (const instance of instances) {
    await sendGraphql(instance.url() ?? '', { query: '{ phoneNumbers(maxAge: 0) { totalCount } }' });
  }
  const books = { ...(await readBooks(auditor)), control: sandbox.control, told: record.told };
  const histories = await readHistories(
    auditor,
    books.operations.map(({ id }) => id),
  );
  const report = toReport({ settings, books, breaches: compareBooks(books), record, counts, histories, settledByHand });

  for (const instance of instances) await instance.stop();
  await auditor.close();
  await sandbox.stop();
  await server?.remove();
  rmSync(dataDir, { recursive: true, force: true });
  return report;
}

/** All histories, some thousands at a time: a statement takes only so many parameters. */
async function readHistories({ ledger }: Auditor, ids: readonly string[]): Promise<Map<string, OperationStep[]>> {
  const histories = new Map<string, OperationStep[]>();
  for (let from = 0; from < ids.length; from += HISTORIES_AT_ONCE) {
    for (const [id, steps] of await ledger.histories(ids.slice(from, from + HISTORIES_AT_ONCE)))
      histories.set(id, steps);
  }
  return histories;
}

/** What a vendor without a list has from the start can be known in no other way. */
async function adoptFirstNumbers(instances: readonly Instance[], control: SandboxControl): Promise<void> {
  const numbers = control.vendors().flatMap((vendor) => control.numbers(vendor));
  for (const { vendor, id } of numbers) {
    await sendGraphql(instances[0]?.url() ?? '', toBody('adoptNumber', null, { vendor, vendorId: id }));
  }
}
