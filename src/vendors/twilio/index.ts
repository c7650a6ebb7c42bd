import { Secret } from '../../domain/secret.ts';
import type { SentCall } from '../../domain/sent-call.ts';
import { buyNew } from '../buy-new.ts';
import { defineVendor } from '../define-vendor.ts';
import { incompleteList } from '../error-reading.ts';
import { findById } from '../find-by-id.ts';
import { createPriceList } from '../price-list.ts';
import { readAllPages } from '../read-all-pages.ts';
import { digestOf } from '../settings.ts';
import type { ExactOrder } from '../vendor.ts';
import { createTwilioApi } from './api.ts';
import { dialect } from './dialect.ts';
import { toLocalPrice, toOffers, toVendorNumber } from './mapping.ts';
import { loginOf, settings } from './settings.ts';

const name = 'TWILIO';
const title = 'Twilio';
// With 100 numbers each.
const MAX_PAGES = 1_100;

/** Twilio (twilio.com), a carrier: it sells numbers and has no agents. Facts from its reference and help pages, 2026-07. */
export const twilio = defineVendor({
  name,
  title,
  about: 'Twilio, twilio.com: a carrier, without agents.',
  settings,
  rules: {
    marker: { maxLength: 64 },
    labelIsMarker: true,
    labelMaxLength: 64,
    labelCanBeCleared: true,
    tellsWhenObtained: true,
    linksWhenObtaining: { bought: false, imported: false },
    agentRequired: false,
    agentId: null,
    numberId: { pattern: /^PN[\da-fA-F]{32}$/, looksLike: 'PN and 32 hexadecimal digits' },
    countries: null,
    areaCode: 'OPTIONAL',
    areaCodeCountries: ['US', 'CA'],
    contains: { pattern: /^[\da-zA-Z]{2,16}$/, looksLike: '2 to 16 letters and digits', lookedForIn: null },
    tellsPrices: true,
    importCarriers: null,
    sipLogin: { minLength: 1, maxLength: 255 },
  },
  // A key that was changed belongs to the same account.
  account: ({ ACCOUNT_SID }) => digestOf(new Secret(ACCOUNT_SID)),
  create({ settings: given, connect }) {
    const { authorization, secrets } = loginOf(given);
    const common = { headers: async () => ({ authorization }), secrets, dialect };
    const toIncomplete = (why: string) => incompleteList(name, title, why);
    const http = connect({ ...common, baseUrl: given.BASE_URL });
    const pricing = connect({ ...common, baseUrl: given.PRICING_URL, isAside: true });
    const api = createTwilioApi({ http, pricing }, { account: given.ACCOUNT_SID, toIncomplete });
    const priceOf = createPriceList(async (country) => toLocalPrice(await api.prices(country)));
    /** All numbers of the account, or those of which this is a part. */
    async function* list(part: string | null = null) {
      const readPage = (cursor: string | null) => api.list(cursor, part);
      const pages = readAllPages({ readPage, maxPages: MAX_PAGES, toIncomplete });
      for await (const page of pages) yield page.map((body) => toVendorNumber(body));
    }
    const create = async (sent: SentCall, order: ExactOrder) =>
      toVendorNumber(await api.create(sent, order), order.number);
    return {
      async get(vendorId) {
        const body = await findById(vendorId, api.get);
        return body === null ? null : toVendorNumber(body);
      },
      list: () => list(),
      buying: {
        choice: 'exact',
        async search(query) {
          const price = priceOf(query.country);
          // A country without local numbers is not found (inferred from third parties, 2026-07).
          const found = await findById(query.country, () => api.search(query));
          return found === null ? [] : toOffers(found, query, await price);
        },
        // A purchase of what the account holds changes it, and is answered with 201 (a customer, and the vendor's support, 2019).
        buy: (sent, order) => buyNew({ name, title, list, create }, sent, order),
      },
      updating: {
        members: ['label'],
        // Without a label it is called by its number, as the vendor itself does: nothing says what an empty one does.
        async run(sent, vendorId, { label = null }) {
          const text = label ?? (await api.get(vendorId)).phone_number ?? '';
          return toVendorNumber(await api.rename(sent, vendorId, text));
        },
      },
      connecting: {
        trunks: given.TRUNKS ?? new Map(),
        run: async (sent, vendorId, trunkId) => toVendorNumber(await api.reroute(sent, vendorId, trunkId ?? '')),
      },
      release: async (sent, vendorId) => void (await api.remove(sent, vendorId)),
    };
  },
  sandbox: async () => (await import('./fake/index.ts')).fakeTwilio,
});
