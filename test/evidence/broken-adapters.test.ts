import { afterEach, describe, expect, it } from 'vitest';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import type { Vendor } from '../../src/vendors/vendor.ts';
import { neverArrives } from '../support/misleading/lies.ts';
import { type MisledApp, startMisledApp, statusesOf } from '../support/misleading/misled-app.ts';
import { untilOperation } from '../support/mutations.ts';
import { purchaseInput } from '../support/purchases.ts';
import { listed, unlisted } from '../support/vendors.ts';

let misled: MisledApp;
afterEach(() => misled.stop());

/** The definitions of the vendors, of which this one's adapter throws what no adapter should. */
function breaking(name: string, change: (vendor: Vendor) => Partial<Vendor>): readonly VendorDefinition[] {
  return builtInVendors.map((definition) => {
    if (definition.name !== name) return definition;
    const create: VendorDefinition['create'] = (given) => {
      const vendor = definition.create(given);
      return { ...vendor, ...change(vendor) };
    };
    return { ...definition, create };
  });
}

const broken = async (): Promise<never> => {
  throw new TypeError('undefined is not a function');
};

describe('an adapter that breaks as it reads', () => {
  it('the list: an operation that is open for long is left to a person', async () => {
    const list: Vendor['list'] = async function* () {
      yield await broken();
    };
    misled = await startMisledApp({ vendors: breaking(listed.name, () => ({ list })), recoveryPatienceSeconds: 2 });
    misled.way.once(listed.name, 'purchase', neverArrives);
    const { operation } = await misled.purchase(purchaseInput(listed.name));
    const open = await untilOperation(misled.app, operation?.id, { status: 'NEEDS_ATTENTION' });
    expect(statusesOf(open)).toEqual(['PENDING', 'NEEDS_ATTENTION']);
    expect(misled.app.logLines.join('')).toContain('undefined is not a function');
  });

  it('the stock: a purchase fails before anything is asked for', async () => {
    const vendors = breaking(unlisted.name, ({ buying }) => ({
      ...(buying?.choice === 'exact' && { buying: { ...buying, search: broken } }),
    }));
    misled = await startMisledApp({ vendors });
    const { operation, userErrors } = await misled.purchase(purchaseInput(unlisted.name));
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', charged: 'NO', retryable: true }]);
  });
});
