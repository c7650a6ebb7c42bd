import { expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../../src/vendors/index.ts';
import { openVendors } from '../../../src/vendors/open-vendor.ts';
import { createLogSink } from '../../support/log-sink.ts';
import { present, recordCall } from '../../support/vendor-calls.ts';
import { pickwick } from './pickwick.ts';

const definitions = [...builtInVendors, pickwick];

it('is hosted and opened beside the built-in vendors, and sells a number of its own', async () => {
  const sandbox = await startSandbox({ vendors: definitions });
  onTestFinished(() => sandbox.stop());
  expect(sandbox.environment).toMatchObject({
    PICKWICK_API_KEY: 'sandbox',
    PICKWICK_BASE_URL: sandbox.urlOf('PICKWICK'),
  });
  const { logger } = createLogSink();
  const vendors = openVendors(definitions, sandbox.accounts, { timeoutMs: 2_000, logger });
  onTestFinished(async () => void (await Promise.all([...vendors.values()].map((vendor) => vendor.close()))));
  expect([...vendors.keys()]).toEqual(definitions.map(({ name }) => name));
  const { buying } = present(vendors.get('PICKWICK'));
  const order = { agentId: null, label: null, marker: 'pns-0123456789ab', inboundRouting: null };
  const bought =
    buying?.choice === 'any' && (await buying.buy(recordCall(), { ...order, country: 'US', areaCode: '415' }));
  expect(bought).toEqual({ vendorId: '+14155560100' });
});
