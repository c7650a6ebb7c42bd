import type { VendorDefinition } from './define-vendor.ts';
import { oneInbox } from './oneinbox/index.ts';
import { vogent } from './vogent/index.ts';

/** The vendors that come with this service, in the order in which they are shown. */
export const builtInVendors: readonly VendorDefinition[] = [oneInbox, vogent];
