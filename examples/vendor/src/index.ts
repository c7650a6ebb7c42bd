import { apiKey, baseUrl, defineVendor, digestOf, findById, incompleteList, z } from 'phone-numbers-subgraph/vendor';
import { createPickwickApi } from './api.ts';
import { dialect } from './dialect.ts';
import { toLineChange, toVendorNumber } from './mapping.ts';

const name = 'PICKWICK';
const title = 'Pickwick';

/** Pickwick, which does not exist: a vendor that picks the numbers it sells, and calls them by themselves. */
export const pickwick = defineVendor({
  name,
  port: 1,
  title,
  about: 'Pickwick, which does not exist. It picks the numbers that it sells.',
  settings: z.object({
    API_KEY: apiKey.meta({ description: 'A key from the Pickwick office.' }),
    BASE_URL: baseUrl('https://api.pickwick.invalid/v3').meta({ description: 'Where Pickwick is called.' }),
  }),
  rules: {
    marker: { maxLength: 30 },
    labelIsMarker: true,
    labelMaxLength: 40,
    labelCanBeCleared: true,
    linksWhenObtaining: { bought: false, imported: false },
    agentRequired: false,
    agentId: { pattern: /^asst_[\da-z]+$/, looksLike: 'asst_ and letters or digits' },
    numberId: { pattern: /^\+[1-9]\d{6,14}$/, looksLike: 'the number itself' },
    countries: ['US', 'CA'],
    areaCode: 'OPTIONAL',
    areaCodeCountries: null,
    contains: null,
    tellsPrices: false,
    importCarriers: null,
    sipLogin: { minLength: 1, maxLength: 255 },
  },
  account: ({ API_KEY }) => digestOf(API_KEY),
  create({ settings: { API_KEY, BASE_URL }, connect }) {
    const api = createPickwickApi(
      connect({
        baseUrl: BASE_URL,
        headers: async () => ({ 'x-pickwick-key': API_KEY }),
        secrets: [API_KEY],
        dialect,
      }),
    );
    return {
      async get(vendorId) {
        const line = await findById(vendorId, api.get);
        return line === null ? null : toVendorNumber(line);
      },
      async *list() {
        const lines = await api.list();
        const readable = lines.filter((line) => line !== null);
        yield readable.map(toVendorNumber);
        const unreadable = lines.length - readable.length;
        if (unreadable > 0) throw incompleteList(name, title, `${unreadable} of its items make no sense`);
      },
      buying: {
        choice: 'any',
        // The answer names the line and nothing else.
        buy: async (sent, order) => ({ vendorId: (await api.order(sent, order)).line }),
      },
      updating: {
        members: ['agentId', 'label'],
        run: async (sent, vendorId, change) => toVendorNumber(await api.change(sent, vendorId, toLineChange(change))),
      },
      unlink: async (sent, vendorId) => toVendorNumber(await api.change(sent, vendorId, { assistant: null })),
      release: async (sent, vendorId) => void (await api.remove(sent, vendorId)),
    };
  },
  sandbox: async () => (await import('./fake/index.ts')).fakePickwick,
});

/** What the service takes from this package. */
export const vendors = [pickwick];
