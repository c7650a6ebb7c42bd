import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mutate } from '../support/mutations.ts';
import { listNumbers } from '../support/numbers.ts';
import { type Family, readMetrics } from '../support/prometheus-text.ts';
import { buy, buyInto } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, vendorNames } from '../support/vendors.ts';

type Row = {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly series: number;
  readonly meaning: string;
};

const ROW = /^\| `(\w+)` +\| (\w+) +\| ([^|]*)\| (\d+)( V)? +\| (?:instance|database) +\| (.*?) +\|$/;

/** The table of docs/metrics.md. */
const documented: readonly Row[] = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, name, type = '', labels = '', count, perVendor, meaning = ''] = ROW.exec(line) ?? [];
    if (name === undefined) return [];
    const series = Number(count) * (perVendor === undefined ? 1 : vendorNames.length);
    return [{ name, type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label), series, meaning }];
  });

/** Of a histogram, one is counted for each set of labels, whatever its parts. */
function seriesOf({ type, samples }: Family): Family['samples'] {
  return type === 'histogram' ? samples.filter(({ name }) => name.endsWith('_count')) : samples;
}

describe('the list of metrics in the docs', () => {
  let app: TestApp;
  let told: ReadonlyMap<string, Family>;
  beforeAll(async () => {
    app = await startTestApp({ vendorTimeoutMs: 10_000, purchaseLimits: { inAll: 10, perActor: null } });
    await listNumbers(app, { maxAge: 0 });
    const { id } = await buy(app, listed.name);
    await mutate(app, 'updateNumber', { phoneNumberId: id, label: 'Front desk' });
    await buyInto(app, listed.name, { fault: { kind: '500-before' } });
    app.sandbox.control.addFault({ kind: '500-before' });
    for (let time = 0; time < 5; time += 1) await listNumbers(app, { maxAge: 0 });
    await app.graphql('{ nothing }');
    await fetch(`${app.url}/elsewhere`);
    told = await vi.waitFor(async () => {
      const families = await readMetrics(app.url);
      expect(families.has('phone_numbers_vendor_calls_not_made_total')).toBe(true);
      return families;
    });
  });
  afterAll(() => app.stop());

  it('names what a service tells, all of it and nothing else', () => {
    expect([...told.keys()].toSorted()).toEqual(documented.map(({ name }) => name).toSorted());
  });

  it.each(documented)('says of $name what a service says of it', ({ name, type, labels, series, meaning }) => {
    const family = told.get(name);
    if (family === undefined) throw new Error(`Nothing is told of ${name}.`);
    const seen = new Set(family.samples.flatMap((sample) => Object.keys(sample.labels)));
    seen.delete('le');
    expect({ type: family.type, labels: [...seen], meaning: family.help }).toEqual({ type, labels, meaning });
    expect(seriesOf(family).length).toBeLessThanOrEqual(series);
  });
});
