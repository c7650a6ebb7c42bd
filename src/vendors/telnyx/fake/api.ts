import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { AccountNumber, FakeAccount, FakeApi, NumberToAdd } from '../../fake-kit/fake-vendor.ts';
import { type Answer, type Call, hasBearerToken } from '../../fake-kit/http.ts';
import type { FakeRoute, RoutedCall } from '../../fake-kit/routes.ts';
import { problem, refuse, toNumberBody, toPage } from './answers.ts';
import { createId, readBody } from './input.ts';
import { createOrders } from './orders.ts';
import type { AccountState, NumberRecord } from './state.ts';

const changeInput = z.object({
  customer_reference: z.string().optional(),
  tags: z.array(z.string()).optional(),
  connection_id: z.string().optional(),
});
/** The most of one search; the vendor's pages contradict each other. */
const MAX_FOUND = 100;

/** The API of the fake Telnyx, as far as it is used. */
export function createApi(account: FakeAccount<AccountState>): FakeApi {
  const searched = new Set<string>();
  const orders = createOrders(account, searched);

  function search({ query }: Call): Answer {
    const country = query.get('filter[country_code]') ?? '';
    if (!isSupportedCountry(country)) {
      throw refuse(400, 'A country code is required.', { pointer: '/filter/country_code' });
    }
    const [areaCode, begin] = [query.get('filter[national_destination_code]'), query.get(filterOf('starts_with'))];
    const found = account.findForSale({
      country,
      prefix: `${areaCode ?? ''}${begin ?? ''}`,
      contains: query.get(filterOf('contains')),
      limit: Math.min(Number(query.get('filter[limit]') ?? MAX_FOUND), MAX_FOUND),
    });
    for (const number of found) searched.add(number);
    const body = { data: found.map(toCandidate), meta: { total_results: found.length, best_effort_results: 0 } };
    return { status: 200, body };
  }

  function find({ params }: RoutedCall): NumberRecord {
    const { id } = params;
    const found = account.read().numbers.find((number) => number.id === id || number.phone_number === id);
    if (found === undefined) throw refuse(404, 'The requested resource could not be found.');
    return found;
  }

  function list({ query }: Call): Answer {
    const [digits, reference] = [query.get('filter[phone_number]'), query.get('filter[customer_reference]')];
    const found = account
      .read()
      .numbers.filter((number) => digits === null || (/^\d{3,}$/.test(digits) && number.phone_number.includes(digits)))
      .filter((number) => reference === null || number.customer_reference === reference);
    return toPage(found.map(toNumberBody), query);
  }

  function update(call: RoutedCall): Answer {
    const { customer_reference: reference, connection_id: connection } = readBody(changeInput, call);
    return account.change(() => {
      const number = find(call);
      if (reference !== undefined) number.customer_reference = reference;
      if (connection !== undefined) number.connection_id = connection || null;
      return { status: 200, body: { data: toNumberBody(number) } };
    });
  }

  const remove = (id: string) =>
    account.change((state) => {
      state.numbers = state.numbers.filter((number) => number.id !== id);
    });

  function release(call: RoutedCall): Answer {
    const number = find(call);
    if (number.deletion_lock_enabled) throw refuse(422, 'Deletion lock is enabled for this number.');
    remove(number.id);
    return { status: 200, body: { data: toNumberBody({ ...number, status: 'deleted' }) } };
  }

  function add({ number, id = createId(), label }: NumberToAdd): AccountNumber {
    const facts = { status: 'active', deletion_lock_enabled: false, created_at: account.now(), connection_id: null };
    const added = { id, phone_number: number, customer_reference: label ?? null, ...facts };
    account.change(({ numbers }) => numbers.push(added));
    return toAccountNumber(added);
  }

  const routes: FakeRoute[] = [
    { method: 'GET', path: '/available_phone_numbers', operation: 'search', handle: search },
    ...orders.routes,
    { method: 'GET', path: '/phone_numbers', operation: 'list', handle: list },
    {
      method: 'GET',
      path: '/phone_numbers/:id',
      operation: 'get',
      handle: (call) => ({ status: 200, body: { data: toNumberBody(find(call)) } }),
    },
    { method: 'PATCH', path: '/phone_numbers/:id', operation: 'update', handle: update },
    { method: 'DELETE', path: '/phone_numbers/:id', operation: 'release', handle: release },
  ];

  return {
    isAuthorized: hasBearerToken,
    problem,
    numbers: () => account.read().numbers.map(toAccountNumber),
    add,
    remove,
    routes: routes.map((route) => ({
      ...route,
      handle(call) {
        orders.settle();
        return route.handle(call);
      },
    })),
  };
}

function filterOf(how: 'starts_with' | 'contains'): string {
  return `filter[phone_number][${how}]`;
}

function toCandidate(number: string) {
  const isNorthAmerican = number.startsWith('+1');
  return {
    record_type: 'available_phone_number',
    phone_number: number,
    vanity_format: null,
    best_effort: false,
    quickship: true,
    reservable: true,
    cost_information: {
      upfront_cost: isNorthAmerican ? '1.00' : '3.00',
      monthly_cost: isNorthAmerican ? '1.00' : '2.50',
      currency: 'USD',
    },
    features: [{ name: 'sms' }, { name: 'voice' }],
    region_information: [{ region_type: 'country_code', region_name: 'US' }],
  };
}

function toAccountNumber({ id, phone_number: number, customer_reference: label }: NumberRecord): AccountNumber {
  return { id, number, kind: 'PSTN', agentId: null, label };
}
