import type { VendorRules } from '../../src/vendors/vendor-rules.ts';

/** The rules of a vendor that asks for nothing in particular. */
export const plainRules: VendorRules = {
  marker: null,
  labelIsMarker: false,
  labelMaxLength: null,
  labelCanBeCleared: true,
  linksWhenObtaining: { bought: false, imported: false },
  agentRequired: false,
  agentId: null,
  numberId: null,
  countries: null,
  areaCode: 'OPTIONAL',
  areaCodeCountries: null,
  contains: { pattern: /^\d+$/, looksLike: 'digits', lookedForIn: null },
  tellsPrices: false,
  importCarriers: null,
  sipLogin: { minLength: 1, maxLength: 255 },
};
