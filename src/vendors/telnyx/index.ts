import { z } from 'zod';
import { defineVendor } from '../define-vendor.ts';
import { incompleteList } from '../error-reading.ts';
import { findById } from '../find-by-id.ts';
import { readCountedPages } from '../read-counted-pages.ts';
import { apiKey, baseUrl, bearerApi, digestOf, trunks } from '../settings.ts';
import { createTelnyxApi } from './api.ts';
import { createBuying } from './buying.ts';
import { dialect } from './dialect.ts';
import { isHeld, toVendorNumber } from './mapping.ts';

const name = 'TELNYX';
const title = 'Telnyx';
/** Telnyx (telnyx.com), a carrier: it has no agents, and its purchases are orders that complete later. */
export const telnyx = defineVendor({
  name,
  title,
  about: 'Telnyx, telnyx.com: a carrier, without agents.',
  settings: z.object({
    API_KEY: apiKey.meta({ description: 'A key of its API v2, from the Telnyx portal.' }),
    TRUNKS: trunks(title),
    BASE_URL: baseUrl('https://api.telnyx.com/v2').meta({ description: 'Where Telnyx is called.' }),
  }),
  rules: {
    // Both are the customer reference, whose length is not stated: an order's is the marker, a number's in the end the label.
    marker: { maxLength: 36 },
    labelIsMarker: true,
    labelMaxLength: null,
    // The reference takes texts only, and does not say how one is removed (SDK 7.24.0).
    labelCanBeCleared: false,
    linksWhenObtaining: { bought: false, imported: false },
    agentRequired: false,
    agentId: null,
    numberId: { pattern: /^\d{1,20}$/, looksLike: '1 to 20 digits' },
    countries: null,
    areaCode: 'OPTIONAL',
    areaCodeCountries: null,
    contains: { pattern: /^\d+$/, looksLike: 'digits', lookedForIn: null },
    tellsPrices: true,
    importCarriers: null,
    sipLogin: { minLength: 1, maxLength: 255 },
  },
  account: ({ API_KEY }) => digestOf(API_KEY),
  create({ settings, connect }) {
    const api = createTelnyxApi(connect(bearerApi(settings, dialect)));
    const toIncomplete = (why: string) => incompleteList(name, title, why);
    return {
      async get(vendorId) {
        const body = await findById(vendorId, api.get);
        return body !== null && isHeld(body) ? toVendorNumber(body) : null;
      },
      async *list() {
        const pages = readCountedPages({ readPage: api.list, toIncomplete });
        for await (const page of pages) yield page.filter(isHeld).map(toVendorNumber);
      },
      buying: createBuying(api, { vendor: name, title }),
      updating: {
        members: ['label'],
        run: async (sent, vendorId, { label }) =>
          toVendorNumber(await api.update(sent, vendorId, { customer_reference: label ?? '' })),
      },
      connecting: {
        trunks: settings.TRUNKS ?? new Map(),
        // Null is what a number without one shows; what takes it away is not stated, and an empty text is the nearest.
        run: async (sent, vendorId, trunkId) =>
          toVendorNumber(await api.update(sent, vendorId, { connection_id: trunkId ?? '' })),
      },
      release: async (sent, vendorId) => void (await api.remove(sent, vendorId)),
    };
  },
  sandbox: async () => (await import('./fake/index.ts')).fakeTelnyx,
});
