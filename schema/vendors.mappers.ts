import type { VendorRules } from '../src/vendors/vendor-rules.ts';

/** What `numberVendors` gives; its rules are shown as forms need them. */
export type NumberVendorRulesMapper = VendorRules & { readonly choosesNumber: boolean };
