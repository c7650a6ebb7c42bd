import { z } from 'zod';
import { defineVendor } from '../define-vendor.ts';
import { incompleteList } from '../error-reading.ts';
import { findById } from '../find-by-id.ts';
import { readAllPages } from '../read-all-pages.ts';
import { apiKey, baseUrl, bearerApi, digestOf } from '../settings.ts';
import { createRetellApi } from './api.ts';
import { dialect } from './dialect.ts';
import { toImportedNumber, toVendorNumber } from './mapping.ts';

const name = 'RETELL';
const title = 'Retell';
// With 100 numbers each.
const MAX_PAGES = 1_100;

/** Retell (retellai.com). It picks the numbers that it sells, and a number is its own id. */
export const retell = defineVendor({
  name,
  title,
  about: 'Retell, retellai.com.',
  settings: z.object({
    API_KEY: apiKey.meta({ description: 'A key from the Retell dashboard.' }),
    BASE_URL: baseUrl('https://api.retellai.com').meta({ description: 'Where Retell is called.' }),
  }),
  rules: {
    // It names no longest nickname (reference, 2026-09); this is the whole marker.
    marker: { maxLength: 36 },
    labelIsMarker: true,
    labelMaxLength: null,
    labelCanBeCleared: true,
    linksWhenObtaining: { bought: true, imported: true },
    agentRequired: false,
    agentId: null,
    // A number, but for what somebody has imported without having that checked (reference, 2026-09).
    numberId: null,
    countries: ['US', 'CA'],
    areaCode: 'OPTIONAL',
    areaCodeCountries: ['US'],
    contains: null,
    tellsPrices: false,
    importCarriers: null,
    sipLogin: { minLength: 1, maxLength: 255 },
  },
  account: ({ API_KEY }) => digestOf(API_KEY),
  create({ settings, connect }) {
    const api = createRetellApi(connect(bearerApi(settings, dialect)));
    const toIncomplete = (why: string) => incompleteList(name, title, why);
    return {
      async get(vendorId) {
        const body = await findById(vendorId, api.get);
        return body === null ? null : toVendorNumber(body);
      },
      async *list() {
        const pages = readAllPages({ readPage: api.list, maxPages: MAX_PAGES, toIncomplete });
        for await (const page of pages) yield page.map((body) => toVendorNumber(body));
      },
      buying: {
        choice: 'any',
        // The number is its own id: an answer that names another one is found out where that is read, by the marker.
        buy: async (sent, order) => ({ vendorId: (await api.purchase(sent, order)).phone_number }),
      },
      importing: {
        sources: ['SIP_TRUNK'],
        run: async (sent, number) => toImportedNumber(await api.importSip(sent, number), number),
      },
      updating: {
        members: ['agentId', 'label'],
        run: async (sent, vendorId, change) => toVendorNumber(await api.update(sent, vendorId, change)),
      },
      unlink: async (sent, vendorId) => toVendorNumber(await api.unlink(sent, vendorId)),
      release: async (sent, vendorId) => void (await api.remove(sent, vendorId)),
    };
  },
  sandbox: async () => (await import('./fake/index.ts')).fakeRetell,
});
