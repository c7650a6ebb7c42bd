import type { Logger } from 'pino';
import { findById } from '../answer.ts';
import { createHttpClient } from '../http/client.ts';
import type { VendorAccount, VendorRules, VoiceVendor } from '../vendor.ts';
import { createOneInboxApi } from './api.ts';
import { toImportedNumber, toStock, toVendorNumber } from './mapping.ts';

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const rules: VendorRules = {
  agentRequired: true,
  agentId: { pattern: uuid, looksLike: 'a UUID' },
  numberId: { pattern: uuid, looksLike: 'a UUID' },
  areaCodeRequired: false,
  areaCodeCountries: ['US', 'CA'],
  contains: { pattern: /^[\da-z]+$/i, looksLike: 'letters and digits', lookedForIn: null },
  importCarriers: ['twilio', 'telnyx'],
  sipUserMinLength: 1,
  linksWhenObtaining: true,
};

/** OneInbox (oneinbox.ai). It documents no way to list, unlink or release numbers. `timeoutMs` is for one call. */
export function createOneInbox(
  settings: VendorAccount & { readonly timeoutMs: number; readonly logger: Logger },
): VoiceVendor {
  const { apiKey, baseUrl, timeoutMs, logger } = settings;
  const http = createHttpClient({
    baseUrl,
    authorization: `Bearer ${apiKey}`,
    timeoutMs,
    logger,
    vendor: 'ONEINBOX',
    title: 'OneInbox',
  });
  const api = createOneInboxApi(http, apiKey);
  return {
    name: 'ONEINBOX',
    title: 'OneInbox',
    capabilities: ['SEARCH', 'PURCHASE', 'SIP_IMPORT', 'LINK', 'LABEL', 'INBOUND_ROUTING'],
    rules,
    search: async (query) => toStock(await api.search(query), query),
    async get(vendorId) {
      const body = await findById(vendorId, api.get);
      return body === null ? null : toVendorNumber(body);
    },
    purchase: async (sent, order) => toVendorNumber(await api.purchase(sent, order)),
    importSip: async (sent, number) => toImportedNumber(await api.register(sent, number), number),
    update: async (sent, vendorId, change) => toVendorNumber(await api.update(sent, vendorId, change)),
    health: () => http.health(),
    close: () => http.close(),
  };
}
