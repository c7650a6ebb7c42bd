import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { listNumbers } from '../support/numbers.ts';
import { parseMetrics } from '../support/prometheus-text.ts';
import { evaluate, namesIn, type Scrape, type Series } from '../support/promql.ts';
import { buyInto } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted } from '../support/vendors.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const ruleFile = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^PhoneNumbers\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+m$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
        }),
      ),
    }),
  ),
});

const rules = ruleFile.parse(parse(read('deploy/prometheus/rules.yaml'))).groups.flatMap((group) => group.rules);
const metrics = new Set([...read('docs/metrics.md').matchAll(/^\| `(\w+)` +\| (\w+)/gm)].flatMap(partsOf));

/** Names of the samples of a metric. */
function partsOf([, name = '', type = '']: RegExpMatchArray): string[] {
  return type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name];
}

describe.each(rules)('the alert $alert', ({ alert, expr, annotations }) => {
  it('goes by metrics that there are', () => {
    const unknown = [...namesIn(expr)].filter((name) => !metrics.has(name));
    expect(unknown).toEqual([]);
  });

  it('has a page in docs/operate.md: what it means, what to look at, what to do', () => {
    const anchor = `alert-${alert.toLowerCase()}`;
    expect(annotations.runbook).toBe(`docs/operate.md#${anchor}`);
    const page = read('docs/operate.md')
      .split(/^### Alert: /m)
      .find((section) => section.startsWith(`${alert}\n`));
    for (const heading of ['What it means', 'What to look at', 'What to do'])
      expect(page).toContain(`**${heading}.** `);
  });

  it('is tried with promtool in rules.test.yaml, both ways where it is one that ends', () => {
    expect(read('deploy/prometheus/rules.test.yaml')).toContain(`alertname: ${alert}`);
  });
});

const promtool = spawnSync('promtool', ['--version']);

it.runIf(promtool.status === 0)('promtool finds nothing wrong with the rules, where it is installed', () => {
  const cwd = new URL('../../', import.meta.url);
  for (const args of [
    ['check', 'rules', 'deploy/prometheus/rules.yaml'],
    ['test', 'rules', 'deploy/prometheus/rules.test.yaml'],
  ]) {
    const { status, stdout, stderr } = spawnSync('promtool', args, { cwd, encoding: 'utf8' });
    expect({ status, said: `${stdout}${stderr}` }).toMatchObject({ status: 0 });
  }
});

describe('of a service that runs,', () => {
  let app: TestApp;
  /** Ten seconds apart: longer than what the gauges of the database are kept for. */
  let scrapes: Scrape[];
  beforeEach(() => {
    scrapes = [];
  });
  afterEach(() => app.stop());

  const scrape = async (): Promise<void> => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    const samples = [...parseMetrics(text).values()].flatMap((family) => family.samples);
    scrapes.push({ atMs: (scrapes.at(-1)?.atMs ?? 0) + 10_000, samples });
  };
  /** What an alert's expression says after another look. */
  const look = async (alert: string): Promise<readonly Series[]> => {
    await scrape();
    return evaluate(rules.find((rule) => rule.alert === alert)?.expr ?? '', scrapes);
  };
  const fires = (alert: string, expected: readonly unknown[]) =>
    vi.waitFor(async () => expect(await look(alert)).toEqual(expected), { timeout: 25_000, interval: 500 });

  it('none says that anything is wrong while nothing is', async () => {
    app = await startTestApp({ purchaseLimits: { inAll: 10, perActor: null } });
    await listNumbers(app, { maxAge: 0 });
    await scrape();
    await app.graphql('{ numberVendors { vendor } }');
    // The disk and the processor of the machine that runs the tests are its own.
    const ofService = rules.filter(({ alert }) => !/Disk|EventLoop/.test(alert));
    for (const { alert } of ofService) expect(await look(alert), alert).toEqual([]);
  });

  const isSilent = [{ labels: { vendor: listed.name }, value: 0 }];
  const isOld = [{ labels: { vendor: listed.name }, value: expect.any(Number) }];

  it('vendor down fires while a vendor is broken, and ends once it is mended', async () => {
    app = await startTestApp({ vendorTimeoutMs: 10_000 });
    await listNumbers(app, { maxAge: 0 });
    expect(await look('PhoneNumbersVendorDown')).toEqual([]);
    const mend = app.sandbox.control.addFault({ vendor: listed.name, kind: '500-before' });
    // What was answered before has left the range.
    scrapes = [];
    await listNumbers(app, { maxAge: 0 });
    expect(await look('PhoneNumbersVendorDown')).toEqual(isSilent);
    mend();
    await listNumbers(app, { maxAge: 0 });
    expect(await look('PhoneNumbersVendorDown')).toEqual([]);
  });

  it('so does it, and sync stale, while a key is refused that somebody needs', async () => {
    const clock = { ms: Date.now() };
    app = await startTestApp({ now: () => new Date(clock.ms), vendorTimeoutMs: 10_000 });
    await listNumbers(app, { maxAge: 0 });
    const mend = app.sandbox.control.addFault({ vendor: listed.name, kind: 'refuse', status: 403 });
    clock.ms += 16 * 60_000;
    scrapes = [];
    await listNumbers(app, { maxAge: 0 });
    await scrape();
    await listNumbers(app, { maxAge: 0 });
    expect(await look('PhoneNumbersVendorDown')).toEqual(isSilent);
    // Others were read meanwhile, and their numbers are young.
    await fires('PhoneNumbersSyncStale', isOld);
    mend();
    await listNumbers(app, { maxAge: 0 });
    expect(await look('PhoneNumbersVendorDown')).toEqual([]);
    await fires('PhoneNumbersSyncStale', []);
  });

  it('needs attention fires until somebody settles it, and the limit tells that it is near', async () => {
    app = await startTestApp({
      ...{ recoveryGraceSeconds: 0, recoveryPatienceSeconds: 0, recoveryIntervalSeconds: 1, vendorTimeoutMs: 4_000 },
      purchaseLimits: { inAll: 1, perActor: null },
    });
    expect(await look('PhoneNumbersNeedsAttention')).toEqual([]);
    const { payload } = await buyInto(app, unlisted.name, { fault: { kind: 'hang-after' } });
    await fires('PhoneNumbersNeedsAttention', [{ labels: {}, value: 1 }]);
    expect(await look('PhoneNumbersPurchaseLimitNear')).toEqual([{ labels: {}, value: 1 }]);
    const settle = `mutation ($id: ID!) {
      settleNumberOperation(input: { operationId: $id, failed: true, note: "Nothing there." }) { userErrors { message } }
    }`;
    const { data } = await app.graphql(settle, { id: payload.operation?.id });
    expect(data.settleNumberOperation.userErrors).toEqual([]);
    await fires('PhoneNumbersNeedsAttention', []);
  });

  it('open for an hour fires as long as that is so', async () => {
    const clock = { ms: Date.now() };
    app = await startTestApp({
      now: () => new Date(clock.ms),
      vendorTimeoutMs: 10_000,
      recoveryIntervalSeconds: 3_600,
    });
    const { input } = await buyInto(app, listed.name, { fault: { kind: '500-before' } });
    expect(await look('PhoneNumbersOpenForAnHour')).toEqual([]);
    clock.ms += 61 * 60_000;
    await fires('PhoneNumbersOpenForAnHour', [{ labels: {}, value: expect.any(Number) }]);
    // A repeat of the key looks whether it happened, and carries it out.
    const { data } = await app.graphql(
      'mutation ($input: PurchaseNumberInput!) { purchaseNumber(input: $input) { operation { status } } }',
      { input },
    );
    expect(data.purchaseNumber.operation.status).toBe('SUCCEEDED');
    await fires('PhoneNumbersOpenForAnHour', []);
  });

  it('failed requests, and the database, fire where it cannot be read, and end', async () => {
    let isAway = false;
    app = await startTestApp({
      decorate: (operations) => ({
        ...operations,
        registry: {
          ...operations.registry,
          counts: () => (isAway ? Promise.reject(new Error('It is away.')) : operations.registry.counts()),
        },
      }),
    });
    const ask = () => app.graphql('{ numberSummary { total } }');
    isAway = true;
    // A series that has just come does not count as growing: two of a name count as others.
    for (let time = 0; time < 3; time += 1) await ask();
    await scrape();
    for (let time = 0; time < 3; time += 1) await ask();
    await fires('PhoneNumbersDatabaseDown', [{ labels: {}, value: 0 }]);
    expect(await look('PhoneNumbersFailedRequests')).toEqual([{ labels: {}, value: expect.any(Number) }]);
    isAway = false;
    scrapes = [];
    await scrape();
    await ask();
    await fires('PhoneNumbersDatabaseDown', []);
    expect(await look('PhoneNumbersFailedRequests')).toEqual([]);
  });
});
