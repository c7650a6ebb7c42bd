import { z } from 'zod';
import { defineVendor } from '../define-vendor.ts';
import { incompleteList } from '../error-reading.ts';
import { findById } from '../find-by-id.ts';
import { readNumberedPages } from '../read-numbered-pages.ts';
import { apiKey, baseUrl, bearerApi, digestOf } from '../settings.ts';
import { uuid } from '../shapes.ts';
import { createVapiApi } from './api.ts';
import { dialect } from './dialect.ts';
import { importOverTrunk } from './import-over-trunk.ts';
import { MAX_NAME, toPurchaseBody, toSipBody, toSipHost, toVendorNumber } from './mapping.ts';

const name = 'VAPI';
const title = 'Vapi';
// With 100 numbers each.
const MAX_PAGES = 1_100;

/** Vapi (vapi.ai). It picks the numbers that it sells, and keeps one name with each: the marker, then the label. */
export const vapi = defineVendor({
  name,
  title,
  about:
    'Vapi, vapi.ai. It picks the numbers that it sells. A trunk that is named by its host only makes calls: one that takes ' +
    'them as well is named by its IPv4 address.',
  settings: z.object({
    API_KEY: apiKey.meta({ description: 'A private key from the Vapi dashboard, of the region of VAPI_BASE_URL.' }),
    BASE_URL: baseUrl('https://api.vapi.ai').meta({
      description: 'Where Vapi is called: https://api.eu.vapi.ai for an account in the EU.',
    }),
  }),
  rules: {
    marker: { maxLength: MAX_NAME },
    labelIsMarker: true,
    labelMaxLength: MAX_NAME,
    labelCanBeCleared: true,
    linksWhenObtaining: { bought: true, imported: true },
    agentRequired: false,
    agentId: null,
    numberId: uuid,
    countries: ['US'],
    areaCode: 'OPTIONAL',
    areaCodeCountries: null,
    contains: null,
    tellsPrices: false,
    importCarriers: null,
    sipLogin: { minLength: 20, maxLength: 40 },
  },
  account: ({ API_KEY }) => digestOf(API_KEY),
  create({ settings, connect }) {
    const api = createVapiApi(connect(bearerApi(settings, dialect)));
    const toIncomplete = (why: string) => incompleteList(name, title, why);
    const toSipUri = (user: string) => `sip:${user}@${toSipHost(settings.BASE_URL)}`;
    return {
      async get(vendorId) {
        const body = await findById(vendorId, api.get);
        return body === null ? null : toVendorNumber(body);
      },
      async *list() {
        const pages = readNumberedPages({ readPage: api.list, maxPages: MAX_PAGES, toIncomplete });
        for await (const page of pages) yield page.map((body) => toVendorNumber(body));
      },
      buying: {
        choice: 'any',
        buy: async (sent, order) => toVendorNumber(await api.create(sent, toPurchaseBody(order), { buys: true })),
      },
      importing: {
        sources: ['SIP_TRUNK'],
        run: (sent, number) => importOverTrunk(api, sent, number),
      },
      sip: {
        address: toSipUri,
        async create(sent, user) {
          const login = [user.username, user.password];
          return toVendorNumber(await api.create(sent, toSipBody(user, toSipUri(user.sipPrefix)), { login }));
        },
      },
      updating: {
        members: ['agentId', 'label'],
        run: async (sent, vendorId, change) => toVendorNumber(await api.update(sent, vendorId, change)),
      },
      unlink: async (sent, vendorId) => toVendorNumber(await api.update(sent, vendorId, { agentId: null })),
      release: async (sent, vendorId) => void (await api.remove(sent, vendorId)),
    };
  },
  sandbox: async () => (await import('./fake/index.ts')).fakeVapi,
});
