import type { Logger } from 'pino';
import { type VendorName, vendorNames } from '../domain/phone-number.ts';
import { createOneInbox } from './oneinbox/index.ts';
import type { VendorAccount, VoiceVendor } from './vendor.ts';
import { createVogent } from './vogent/index.ts';

const factories = {
  ONEINBOX: createOneInbox,
  VOGENT: createVogent,
} satisfies Record<VendorName, unknown>;

/** The vendors that have an account, by name. `timeoutMs` is for one call, repetitions of a read included. */
export function createVendors(
  accounts: Readonly<Partial<Record<VendorName, VendorAccount>>>,
  options: { readonly timeoutMs: number; readonly logger: Logger },
): ReadonlyMap<VendorName, VoiceVendor> {
  const vendors = new Map<VendorName, VoiceVendor>();
  for (const name of vendorNames) {
    const account = accounts[name];
    if (account !== undefined) vendors.set(name, factories[name]({ ...account, ...options }));
  }
  return vendors;
}
