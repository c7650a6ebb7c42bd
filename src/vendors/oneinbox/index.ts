import { z } from 'zod';
import { defineVendor } from '../define-vendor.ts';
import { findById } from '../find-by-id.ts';
import { apiKeyThat, baseUrl, bearerApi, digestOf } from '../settings.ts';
import { uuid } from '../shapes.ts';
import { createOneInboxApi } from './api.ts';
import { dialect } from './dialect.ts';
import { toImportedNumber, toStock, toVendorNumber } from './mapping.ts';

/** OneInbox (oneinbox.ai). It documents no way to list, unlink or release numbers. */
export const oneInbox = defineVendor({
  name: 'ONEINBOX',
  title: 'OneInbox',
  about: 'OneInbox, oneinbox.ai.',
  settings: z.object({
    API_KEY: apiKeyThat(
      (key) => !key.startsWith('oi_pk_'),
      'is a publishable key, which can only start calls; take a server-side key (oi_sk_…) from the dashboard',
    ).meta({ description: 'A server-side key (`oi_sk_…`) from the OneInbox dashboard.' }),
    BASE_URL: baseUrl('https://api.oneinbox.ai').meta({ description: 'Where OneInbox is called.' }),
  }),
  rules: {
    marker: null,
    labelIsMarker: false,
    labelMaxLength: null,
    // It does not say what a null for its name does, and a client should not send it (seen 2026-11-22).
    labelCanBeCleared: false,
    linksWhenObtaining: { bought: true, imported: true },
    agentRequired: true,
    agentId: uuid,
    numberId: uuid,
    countries: null,
    areaCode: 'OPTIONAL',
    areaCodeCountries: ['US', 'CA'],
    contains: { pattern: /^[\da-zA-Z]+$/, looksLike: 'letters and digits', lookedForIn: null },
    tellsPrices: false,
    importCarriers: ['twilio', 'telnyx'],
    sipLogin: { minLength: 1, maxLength: 255 },
  },
  account: ({ API_KEY }) => digestOf(API_KEY),
  create({ settings, connect }) {
    const api = createOneInboxApi(connect(bearerApi(settings, dialect)));
    return {
      async get(vendorId) {
        const body = await findById(vendorId, api.get);
        return body === null ? null : toVendorNumber(body);
      },
      buying: {
        choice: 'exact',
        search: async (query) => toStock(await api.search(query), query),
        buy: async (sent, order) => toVendorNumber(await api.purchase(sent, order), order.number),
      },
      importing: {
        sources: ['SIP_TRUNK'],
        run: async (sent, number) => toImportedNumber(await api.register(sent, number), number),
      },
      updating: {
        members: ['agentId', 'label', 'inboundRouting'],
        run: async (sent, vendorId, change) => toVendorNumber(await api.update(sent, vendorId, change)),
      },
    };
  },
  sandbox: async () => (await import('./fake/index.ts')).createFakeOneInbox(),
});
