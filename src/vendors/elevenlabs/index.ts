import { z } from 'zod';
import { defineVendor } from '../define-vendor.ts';
import { incompleteList } from '../error-reading.ts';
import { findById } from '../find-by-id.ts';
import { readAllPages } from '../read-all-pages.ts';
import { apiKey, baseUrl, digestOf } from '../settings.ts';
import { VendorError } from '../vendor-error.ts';
import { createElevenLabsApi } from './api.ts';
import { dialect } from './dialect.ts';
import { toUpdateBody, toVendorNumber } from './mapping.ts';

const name = 'ELEVENLABS';
const title = 'ElevenLabs';
// Of whatever size the vendor gives them: no bound is stated (SDK 2.73.0, 2026-09).
const MAX_PAGES = 4_000;
const MARKER_LENGTH = 36;

/** ElevenLabs (elevenlabs.io). It sells no numbers, and takes in those of a carrier. */
export const elevenLabs = defineVendor({
  name,
  title,
  about:
    'ElevenLabs, elevenlabs.io. It sells no numbers, and takes in those of a carrier over a SIP trunk. To release one ends ' +
    'the import only: the number stays with its carrier, who goes on charging for it.',
  settings: z.object({
    API_KEY: apiKey.meta({ description: 'A key from the ElevenLabs dashboard. It belongs to one residency.' }),
    BASE_URL: baseUrl('https://api.elevenlabs.io').meta({
      description:
        'Where ElevenLabs is called. A key of another residency has its own host, such as ' +
        '`https://api.eu.residency.elevenlabs.io`, `https://api.in.residency.elevenlabs.io` or `https://api.us.elevenlabs.io`.',
    }),
  }),
  rules: {
    marker: { maxLength: MARKER_LENGTH },
    labelIsMarker: true,
    labelMaxLength: null,
    // Every number has a label, and what a null or an empty one does is not stated (reference, 2026-09).
    labelCanBeCleared: false,
    // Newer schemas take an agent with the import; older ones link by an update, which the label takes anyway.
    linksWhenObtaining: { bought: false, imported: false },
    agentRequired: false,
    agentId: null,
    numberId: null,
    countries: null,
    areaCode: 'NONE',
    areaCodeCountries: null,
    contains: null,
    tellsPrices: false,
    importCarriers: null,
    sipLogin: { minLength: 1, maxLength: 255 },
  },
  account: ({ API_KEY }) => digestOf(API_KEY),
  create({ settings: { API_KEY, BASE_URL }, connect }) {
    const api = createElevenLabsApi(
      connect({ baseUrl: BASE_URL, headers: async () => ({ 'xi-api-key': API_KEY }), secrets: [API_KEY], dialect }),
    );
    const toIncomplete = (why: string) => incompleteList(name, title, why);
    return {
      async get(vendorId) {
        const body = await findById(vendorId, api.get);
        return body === null ? null : toVendorNumber(body);
      },
      async *list() {
        const pages = readAllPages({ readPage: api.list, maxPages: MAX_PAGES, toIncomplete });
        for await (const page of pages) yield page.map(toVendorNumber);
      },
      importing: {
        sources: ['SIP_TRUNK'],
        // The answer names the import and nothing else.
        run: async (sent, number) => ({ vendorId: (await api.importNumber(sent, number)).phone_number_id }),
      },
      updating: {
        members: ['agentId', 'label'],
        run: async (sent, vendorId, change) => toVendorNumber(await api.update(sent, vendorId, toUpdateBody(change))),
      },
      async unlink(sent, vendorId) {
        const number = toVendorNumber(await api.update(sent, vendorId, { agent_id: null }));
        if (number.agentId === null) return number;
        // That null takes the agent away is stated nowhere (reference, 2026-09): an answer that shows one proves that it did not.
        const message = `${title} answered, and still shows an agent; whether it acted is not known.`;
        throw new VendorError({ vendor: name, outcome: 'unknown', reason: 'unreadable', message });
      },
      release: async (sent, vendorId) => void (await api.remove(sent, vendorId)),
    };
  },
  sandbox: async () => (await import('./fake/index.ts')).fakeElevenLabs,
});
