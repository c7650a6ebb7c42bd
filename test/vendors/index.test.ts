import { expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { openVendors } from '../../src/vendors/open-vendor.ts';
import { createLogSink } from '../support/log-sink.ts';

const options = { timeoutMs: 1_000, logger: createLogSink().logger };

it('opens the vendors that have an account, each under its own name, in the order of the list', async () => {
  const sandbox = await startSandbox({ vendors: builtInVendors });
  await sandbox.stop();
  expect([...openVendors(builtInVendors, {}, options).keys()]).toEqual([]);
  const accounts = Object.fromEntries(Object.entries(sandbox.accounts).toReversed());
  const vendors = openVendors(builtInVendors, accounts, options);
  expect([...vendors].map(([name, vendor]) => [name, vendor.name, vendor.title])).toEqual(
    builtInVendors.map(({ name, title }) => [name, name, title]),
  );
  await Promise.all([...vendors.values()].map((vendor) => vendor.close()));
});

it('has a fake of every vendor, and none of them sells the numbers of another', async () => {
  const sandbox = await startSandbox({ vendors: builtInVendors });
  await sandbox.stop();
  expect(Object.keys(sandbox.accounts)).toEqual(builtInVendors.map(({ name }) => name));
});
