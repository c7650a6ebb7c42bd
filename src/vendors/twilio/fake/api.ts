import type { AccountNumber, FakeAccount, FakeApi } from '../../fake-kit/fake-vendor.ts';
import { type Answer, hasBasicLogin } from '../../fake-kit/http.ts';
import type { RoutedCall } from '../../fake-kit/routes.ts';
import { formatted, onlyPage, problem, refuse, toCandidate, trunkBody } from './answers.ts';
import { createNumbers } from './numbers.ts';
import { trunk } from './seed.ts';
import type { AccountState, NumberRecord } from './state.ts';

const DEFAULT_PAGE = 50;
const MAX_PAGE = 1_000;

/** Types of numbers, by the ending of their search. */
const types: readonly string[] = ['Local', 'TollFree', 'Mobile'];
/** Countries whose numbers are sold to who has an address only; all others ask for none. */
const requirements: Readonly<Record<string, string>> = { FR: 'any', JP: 'local' };
const countries = [
  { country_code: 'US', country: 'United States' },
  { country_code: 'CA', country: 'Canada' },
  { country_code: 'GB', country: 'United Kingdom' },
];
/** What a number costs a month, by country, where that is another price. */
const prices: Readonly<Record<string, readonly [unit: string, local: string]>> = {
  CA: ['USD', '1.15'],
  GB: ['GBP', '1.00'],
};

/** The API of the fake Twilio. It has no agents; lists of what it sells have one page. */
export function createApi(account: FakeAccount<AccountState>): FakeApi {
  const numbers = createNumbers(account);
  const toAccountNumber = ({ sid, number, friendlyName }: NumberRecord): AccountNumber => ({
    ...{ id: sid, number, kind: 'PSTN', agentId: null },
    label: friendlyName === formatted(number) || friendlyName === number ? null : friendlyName,
  });

  function search({ query, params }: RoutedCall): Answer {
    const { country = '', type = '' } = params;
    if (!types.includes(type)) throw refuse(404, `The requested resource ${type} was not found`);
    const limit = Math.min(Number(query.get('PageSize') ?? DEFAULT_PAGE), MAX_PAGE);
    const asks = requirements[country.toUpperCase()] ?? 'none';
    const isLeftOut = asks !== 'none' && query.get('ExcludeAllAddressRequired') === 'true';
    const wanted = { country, prefix: query.get('AreaCode') ?? '', contains: query.get('Contains'), limit };
    const found = type === 'Local' && !isLeftOut ? account.findForSale(wanted) : [];
    const candidates = found.map((number) => toCandidate(number, country, asks));
    return { status: 200, body: { available_phone_numbers: candidates, uri: null } };
  }

  const toCountry = (country: (typeof countries)[number], root: string) => ({
    ...country,
    beta: false,
    uri: `${root}/${country.country_code}.json`,
    subresource_uris: { local: `${root}/${country.country_code}/Local.json` },
  });
  const stockRoot = ({ params }: RoutedCall) => `/2010-04-01/Accounts/${params['account']}/AvailablePhoneNumbers`;

  function listCountries(call: RoutedCall): Answer {
    const all = countries.map((country) => toCountry(country, stockRoot(call)));
    return { status: 200, body: { countries: all, uri: `${stockRoot(call)}.json` } };
  }

  function getCountry(call: RoutedCall): Answer {
    const found = countries.find(({ country_code: code }) => code === call.params['country']);
    if (found === undefined) throw refuse(404, `The requested resource ${call.params['country']} was not found`);
    return { status: 200, body: toCountry(found, stockRoot(call)) };
  }

  function getPrices({ params }: RoutedCall): Answer {
    const { country = '' } = params;
    const [price_unit, local] = prices[country] ?? ['USD', '1.15'];
    const price = (number_type: string, amount: string) => ({
      number_type,
      base_price: amount,
      current_price: amount,
    });
    const phone_number_prices = [price('toll free', '2.15'), price('local', local)];
    return { status: 200, body: { country, iso_country: country, price_unit, phone_number_prices, url: null } };
  }

  function trunkPart(key: string, sid: string, more: object = {}) {
    return (call: RoutedCall): Answer => {
      findTrunk(call);
      const item = { sid, trunk_sid: trunk.sid, friendly_name: 'Agents', ...more };
      return onlyPage(key, [item], call.path);
    };
  }

  const root = '/2010-04-01/Accounts/:account';
  const stock = `${root}/AvailablePhoneNumbers`;
  const all = `${root}/IncomingPhoneNumbers.json`;
  const one = `${root}/IncomingPhoneNumbers/:sid.json`;
  const credentials = trunkPart('credential_lists', trunk.credentialList);
  const origination = trunkPart('origination_urls', trunk.originationUrl, {
    ...{ sip_url: 'sip:agents.example.com', priority: 10, weight: 10, enabled: true },
  });
  return {
    isAuthorized: hasBasicLogin,
    problem,
    numbers: () => account.read().rows.map(({ number }) => toAccountNumber(number)),
    add: (number) => toAccountNumber(numbers.add(number)),
    remove: numbers.remove,
    routes: [
      { method: 'GET', path: `${stock}.json`, operation: 'search', handle: listCountries },
      { method: 'GET', path: `${stock}/:country.json`, operation: 'search', handle: getCountry },
      { method: 'GET', path: `${stock}/:country/:type.json`, operation: 'search', handle: search },
      { method: 'GET', path: all, operation: 'list', handle: numbers.list },
      { method: 'POST', path: all, operation: 'purchase', handle: numbers.create },
      { method: 'GET', path: one, operation: 'get', handle: numbers.get },
      { method: 'POST', path: one, operation: 'update', handle: numbers.update },
      { method: 'DELETE', path: one, operation: 'release', handle: numbers.release },
      { method: 'GET', path: '/v1/PhoneNumbers/Countries/:country', operation: 'prices', handle: getPrices },
      {
        method: 'GET',
        path: '/v1/Trunks',
        operation: 'trunks',
        handle: ({ path }) => onlyPage('trunks', [trunkBody], path),
      },
      { method: 'GET', path: '/v1/Trunks/:trunk', operation: 'trunks', handle: findTrunk },
      { method: 'GET', path: '/v1/Trunks/:trunk/CredentialLists', operation: 'trunks', handle: credentials },
      { method: 'GET', path: '/v1/Trunks/:trunk/OriginationUrls', operation: 'trunks', handle: origination },
    ],
  };
}

function findTrunk({ params }: RoutedCall): Answer {
  if (params['trunk'] !== trunk.sid) throw refuse(404, `The requested resource ${params['trunk']} was not found`);
  return { status: 200, body: trunkBody };
}
