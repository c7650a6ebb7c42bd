import { z } from 'zod';
import { defineVendor } from '../define-vendor.ts';
import { incompleteList } from '../error-reading.ts';
import { findById } from '../find-by-id.ts';
import { readAllPages } from '../read-all-pages.ts';
import { apiKey, baseUrl, bearerApi, digestOf } from '../settings.ts';
import { createVogentApi } from './api.ts';
import { dialect } from './dialect.ts';
import { MAX_CANDIDATES, toImportedNumber, toSipAddress, toStockNumbers, toVendorNumber } from './mapping.ts';

const name = 'VOGENT';
const title = 'Vogent';
// With 100 numbers each.
const MAX_PAGES = 1_100;

/** Vogent (vogent.ai). It takes the agent of a number in a call of its own. */
export const vogent = defineVendor({
  name,
  title,
  about: 'Vogent, vogent.ai.',
  settings: z.object({
    API_KEY: apiKey.meta({ description: 'A key from the Vogent dashboard.' }),
    BASE_URL: baseUrl('https://api.vogent.ai/api').meta({ description: 'Where Vogent is called.' }),
  }),
  rules: {
    marker: null,
    labelIsMarker: false,
    labelMaxLength: null,
    labelCanBeCleared: true,
    linksWhenObtaining: { bought: false, imported: false },
    agentRequired: false,
    agentId: null,
    numberId: null,
    countries: null,
    areaCode: 'REQUIRED',
    areaCodeCountries: null,
    contains: { pattern: /^\d+$/, looksLike: 'digits', lookedForIn: MAX_CANDIDATES },
    tellsPrices: false,
    importCarriers: null,
    sipLogin: { minLength: 5, maxLength: 255 },
  },
  account: ({ API_KEY }) => digestOf(API_KEY),
  create({ settings, connect }) {
    const api = createVogentApi(connect(bearerApi(settings, dialect)));
    const spellings = new Map<string, string>();
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
        choice: 'exact',
        search: async (query) => toStockNumbers(await api.search(query), query, spellings),
        buy: async (sent, { number }) =>
          toVendorNumber(await api.purchase(sent, spellings.get(number) ?? number), number),
      },
      importing: {
        sources: ['SIP_TRUNK'],
        run: async (sent, number) => toImportedNumber(await api.importSip(sent, number), number),
      },
      sip: {
        address: toSipAddress,
        create: async (sent, user) => toVendorNumber(await api.createSip(sent, user)),
      },
      updating: {
        members: ['agentId'],
        run: async (sent, vendorId, { agentId = '' }) => toVendorNumber(await api.update(sent, vendorId, agentId)),
      },
      unlink: async (sent, vendorId) => toVendorNumber(await api.update(sent, vendorId, '')),
      release: async (sent, vendorId) => void (await api.remove(sent, vendorId)),
    };
  },
  sandbox: async () => (await import('./fake/index.ts')).fakeVogent,
});
