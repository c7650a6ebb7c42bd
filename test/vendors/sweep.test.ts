import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { openVendors } from '../../src/vendors/open-vendor.ts';
import { folderOf, type JudgedWay, openJudgedWay } from '../support/judged-way.ts';
import { createLogSink } from '../support/log-sink.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { sweepVendor } from '../support/vendor-sweep.ts';
import { vendorNames, vendorOf } from '../support/vendors.ts';

/** The operations of a description that the adapter names: by convention, it calls them as the description does. */
async function namedByAdapter(vendor: VendorName, operations: readonly string[]): Promise<string[]> {
  const folder = new URL(`../../src/vendors/${folderOf(vendor)}/`, import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
  const source = (await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')))).join('\n');
  return operations.filter((operation) => source.includes(`operation: '${operation}'`)).sort();
}

describe('between the service and each fake', () => {
  let way: JudgedWay;
  let app: TestApp;
  beforeAll(async () => {
    way = await openJudgedWay();
    app = await startTestApp({
      ...{ sandbox: false, accounts: way.accounts, vendorTimeoutMs: 10_000 },
      ...{ recoveryGraceSeconds: 0, recoveryPatienceSeconds: 0, recoveryIntervalSeconds: 0.2 },
    });
  });
  afterAll(async () => {
    await app.stop();
    await way.stop();
  });

  it.each(vendorNames)(
    '%s is asked and answers as its description says, in all that it can do',
    async (name) => {
      await sweepVendor({ app, sandbox: way.sandbox, vendor: vendorOf(name) });
      expect(way.complaints(name)).toEqual([]);
      const named = await namedByAdapter(name, way.judgeOf(name).operations);
      expect(named).not.toEqual([]);
      expect(way.seen(name)).toEqual(named);
    },
    120_000,
  );
});

it('is what the judge says of calls and answers that are not as described', async () => {
  const way = await openJudgedWay();
  onTestFinished(() => way.stop());
  const { logger } = createLogSink();
  const vendors = openVendors(builtInVendors, way.accounts, { timeoutMs: 10_000, logger });
  onTestFinished(async () => void (await Promise.all([...vendors.values()].map((vendor) => vendor.close()))));
  for (const [name, vendor] of vendors) {
    await fetch(`${way.urlOf(name)}/nowhere`);
    expect(way.complaints(name)).toEqual([
      'GET /nowhere GET /nowhere is not described',
      expect.stringMatching(/^GET \/nowhere answered 40\d: GET \/nowhere is not described$/),
    ]);
    way.sandbox.control.addFault({ vendor: name, operation: 'get', kind: 'garbage', times: 1 });
    const [number] = way.sandbox.control.numbers(name);
    await vendor.get(number?.id ?? '');
    expect(way.complaints(name).slice(2)).toEqual([expect.stringMatching(/answered 200: /)]);
    expect(way.seen(name)).toHaveLength(1);
  }
});
