import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { defineVendor, type VendorDefinition } from '../../src/vendors/define-vendor.ts';
import type { AccountNumber, FakeAccount, FakeApi, FakeVendor } from '../../src/vendors/fake-kit/fake-vendor.ts';
import { type Answer, hasBearerToken, parseJson, Refusal } from '../../src/vendors/fake-kit/http.ts';
import type { RoutedCall } from '../../src/vendors/fake-kit/routes.ts';
import { apiKey, baseUrl } from '../../src/vendors/settings.ts';
import type { VendorRules } from '../../src/vendors/vendor-rules.ts';

/** How one example differs from another. */
export type Example = {
  readonly name: string;
  readonly stock: FakeVendor['stock'];
  /** Where a state file of version 1 would have had its account. */
  readonly memberOfVersion1?: string;
};

const number = z.object({ id: z.string(), number: z.string(), agentId: z.string().nullable() });
const state = z.object({ numbers: z.array(number) });
type State = z.infer<typeof state>;
const purchaseInput = z.object({ number: z.string() });

const rules: VendorRules = {
  marker: null,
  labelIsMarker: false,
  labelMaxLength: null,
  labelCanBeCleared: false,
  linksWhenObtaining: { bought: false, imported: false },
  agentRequired: false,
  agentId: null,
  numberId: null,
  countries: null,
  areaCode: 'OPTIONAL',
  areaCodeCountries: null,
  contains: null,
  tellsPrices: false,
  importCarriers: null,
  sipLogin: { minLength: 1, maxLength: 255 },
};

/** A vendor that nobody calls through an adapter: enough of a fake to see what its host does. */
export function createExampleVendor(example: Example): VendorDefinition {
  return defineVendor({
    name: example.name,
    title: `The ${example.name.toLowerCase()} vendor`,
    about: 'A fake for tests of the sandbox.',
    settings: z.object({ API_KEY: apiKey, BASE_URL: baseUrl('https://example.invalid') }),
    rules,
    account: () => example.name,
    create: () => ({ get: async () => null }),
    sandbox: async () => createFake(example),
  });
}

function createFake({ stock, memberOfVersion1 }: Example): FakeVendor<State> {
  const { exchange, firstLine } = stock ?? { exchange: '559', firstLine: 0 };
  return {
    basePath: '/api',
    agents: [
      { id: 'agent-1', name: 'Reception' },
      { id: 'agent-2', name: 'Night line' },
    ],
    stock,
    state,
    settingsAt: (url) => ({ API_KEY: 'sandbox', BASE_URL: url }),
    seed: () => ({
      numbers: [{ id: 'seeded', number: `+1415${exchange}01${firstLine + 20}`, agentId: 'agent-1' }],
    }),
    ...(memberOfVersion1 && { readVersion1: (file) => ({ numbers: file[memberOfVersion1] }) }),
    create: createApi,
  };
}

function createApi(account: FakeAccount<State>): FakeApi {
  const problem = (status: number, message: string): Answer => ({ status, body: { error: message } });
  const toAccountNumber = (record: State['numbers'][number]): AccountNumber => ({
    ...record,
    kind: 'PSTN',
    label: null,
  });
  const add = (record: State['numbers'][number]) => account.change(({ numbers }) => numbers.push(record));
  const find = ({ params }: RoutedCall) => {
    const found = account.read().numbers.find(({ id }) => id === params['id']);
    if (found === undefined) throw new Refusal(problem(404, 'no such number'));
    return found;
  };
  const remove = (id: string) =>
    account.change((now) => {
      now.numbers = now.numbers.filter((record) => record.id !== id);
    });

  function search({ query }: RoutedCall): Answer {
    const body = account.findForSale({
      country: query.get('country') ?? 'US',
      prefix: query.get('areaCode') ?? '',
      contains: query.get('contains'),
      limit: Number(query.get('limit') ?? 1000),
    });
    return { status: 200, body };
  }

  function purchase({ body }: RoutedCall): Answer {
    const input = purchaseInput.parse(parseJson(body));
    if (!account.isForSale(input.number)) throw new Refusal(problem(409, 'not for sale'));
    return account.change(({ numbers }) => {
      const bought = { id: randomUUID(), number: input.number, agentId: null };
      numbers.push(bought);
      account.recordSale(bought.number);
      return { status: 201, body: bought };
    });
  }

  return {
    isAuthorized: hasBearerToken,
    problem,
    numbers: () => account.read().numbers.map(toAccountNumber),
    add({ number, id = randomUUID(), agentId = 'agent-1' }) {
      const record = { id, number, agentId };
      add(record);
      return toAccountNumber(record);
    },
    remove,
    routes: [
      { method: 'GET', path: '/stock', operation: 'search', handle: search },
      { method: 'POST', path: '/numbers', operation: 'purchase', handle: purchase },
      {
        method: 'GET',
        path: '/numbers',
        operation: 'list',
        handle: () => ({ status: 200, body: account.read().numbers }),
      },
      {
        method: 'GET',
        path: '/numbers/:id',
        operation: 'get',
        handle: (call) => ({ status: 200, body: find(call) }),
      },
      {
        method: 'DELETE',
        path: '/numbers/:id',
        operation: 'release',
        handle(call) {
          remove(find(call).id);
          return { status: 204 };
        },
      },
      { method: 'GET', path: '/agents', operation: 'agents', handle: () => ({ status: 200, body: [] }) },
    ],
  };
}

/** Two examples that share the lines of one exchange. */
export const one = createExampleVendor({
  name: 'ONE',
  stock: { exchange: '555', firstLine: 0, lineCount: 50 },
  memberOfVersion1: 'numbersOfOne',
});
export const other = createExampleVendor({ name: 'OTHER', stock: { exchange: '555', firstLine: 50, lineCount: 50 } });
