import type { Logger } from 'pino';
import { findById } from '../answer.ts';
import { createHttpClient } from '../http/client.ts';
import { readAllPages } from '../read-all-pages.ts';
import type { VendorAccount, VendorRules, VoiceVendor } from '../vendor.ts';
import { createVogentApi } from './api.ts';
import { toIncomplete, toUnsupported } from './dialect.ts';
import { MAX_CANDIDATES, toImportedNumber, toSipAddress, toStock, toVendorNumber } from './mapping.ts';

// With 100 numbers each.
const MAX_PAGES = 1_100;
const MAX_SPELLINGS = 1_000;

const rules: VendorRules = {
  agentRequired: false,
  agentId: null,
  numberId: null,
  areaCodeRequired: true,
  areaCodeCountries: null,
  contains: { pattern: /^\d+$/, looksLike: 'digits', lookedForIn: MAX_CANDIDATES },
  importCarriers: null,
  sipUserMinLength: 5,
  linksWhenObtaining: false,
};

/** Vogent (vogent.ai). It takes the agent of a number in a call of its own. `timeoutMs` is for one call. */
export function createVogent(
  settings: VendorAccount & { readonly timeoutMs: number; readonly logger: Logger },
): VoiceVendor {
  const { apiKey, baseUrl, timeoutMs, logger } = settings;
  const http = createHttpClient({
    baseUrl,
    authorization: `Bearer ${apiKey}`,
    timeoutMs,
    logger,
    vendor: 'VOGENT',
    title: 'Vogent',
  });
  const api = createVogentApi(http, apiKey);
  // Its own spellings of numbers it has shown, where they are not E.164: a search result is to be bought unchanged.
  const spellings = new Map<string, string>();
  return {
    name: 'VOGENT',
    title: 'Vogent',
    capabilities: ['SEARCH', 'PURCHASE', 'SIP_IMPORT', 'SIP_CREATE', 'LIST', 'LINK', 'UNLINK', 'RELEASE'],
    rules,
    async search(query) {
      const stock = toStock(await api.search(query), query);
      if (spellings.size > MAX_SPELLINGS) spellings.clear();
      for (const { number, spelling } of stock) {
        if (spelling !== number) spellings.set(number, spelling);
      }
      return stock.map(({ number }) => number);
    },
    async get(vendorId) {
      const body = await findById(vendorId, api.get);
      return body === null ? null : toVendorNumber(body);
    },
    async *list() {
      const walk = readAllPages({ readPage: api.list, maxPages: MAX_PAGES, toIncomplete });
      for await (const page of walk) yield page.map(toVendorNumber);
    },
    purchase: async (sent, { number }) => toVendorNumber(await api.purchase(sent, spellings.get(number) ?? number)),
    importSip: async (sent, number) => toImportedNumber(await api.importSip(sent, number), number),
    createSip: async (sent, user) => toVendorNumber(await api.createSip(sent, user)),
    async update(sent, vendorId, { agentId, label, inboundRouting }) {
      if (inboundRouting !== undefined) throw toUnsupported('inbound routing', 'inboundRouting');
      if (label !== undefined || agentId === undefined) throw toUnsupported('label', 'label');
      return toVendorNumber(await api.update(sent, vendorId, agentId));
    },
    unlink: async (sent, vendorId) => toVendorNumber(await api.update(sent, vendorId, '')),
    release: async (sent, vendorId) => void (await api.remove(sent, vendorId)),
    sipAddress: toSipAddress,
    health: () => http.health(),
    close: () => http.close(),
  };
}
