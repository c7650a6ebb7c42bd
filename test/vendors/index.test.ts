import { expect, it } from 'vitest';
import { createVendors } from '../../src/vendors/index.ts';
import { createLogSink } from '../support/log-sink.ts';

const options = { timeoutMs: 1_000, logger: createLogSink().logger };
const account = { apiKey: 'key', baseUrl: 'http://127.0.0.1:9' };

it('makes the vendors that have an account, each under its own name', async () => {
  expect([...createVendors({}, options).keys()]).toEqual([]);
  const vendors = createVendors({ VOGENT: account, ONEINBOX: account }, options);
  expect([...vendors].map(([name, vendor]) => [name, vendor.name, vendor.title])).toEqual([
    ['ONEINBOX', 'ONEINBOX', 'OneInbox'],
    ['VOGENT', 'VOGENT', 'Vogent'],
  ]);
  await Promise.all([...vendors.values()].map((vendor) => vendor.close()));
});
