import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { defineVendor } from '../../../src/vendors/define-vendor.ts';
import { mutate, untilOperation } from '../../support/mutations.ts';
import { startTestApp } from '../../support/test-app.ts';
import { pickwick } from './pickwick.ts';

/** The same vendor, had it no list for its users and a search by name. */
const searchable = defineVendor({
  ...pickwick,
  create(given) {
    const { list, ...others } = pickwick.create(given);
    return {
      ...others,
      async find({ marker }) {
        for await (const page of list?.() ?? []) for (const number of page) if (number.marker === marker) return number;
        return null;
      },
    };
  },
});
const vendor = searchable.name;

it.each([
  ['reset-after', { status: 'SUCCEEDED', errorCodes: [] }, 1],
  ['reset-before', { status: 'FAILED' }, 0],
] as const)('a purchase that met %s is looked for by its marker where there is no list', async (kind, ending, sold) => {
  const app = await startTestApp({
    vendors: [searchable],
    vendorTimeoutMs: 2_000,
    recoveryGraceSeconds: 0,
    recoveryIntervalSeconds: 0.2,
  });
  onTestFinished(() => app.stop());
  app.sandbox.control.addFault({ vendor, operation: 'purchase', kind, times: 1 });
  const input = { idempotencyKey: randomUUID(), vendor, areaCode: '212', label: 'Front desk' };
  const lost = await mutate(app, 'purchaseNumber', input);
  const done = await untilOperation(app, lost.operation?.id, ending);
  expect(done.phoneNumber?.label).toBe(sold === 1 ? 'Front desk' : undefined);
  expect(app.sandbox.control.sales()).toHaveLength(sold);
});
