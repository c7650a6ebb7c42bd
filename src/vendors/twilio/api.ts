import type { SentCall } from '../../domain/sent-call.ts';
import type { VendorHttp } from '../connect.ts';
import type { ExactOrder, StockQuery } from '../vendor.ts';
import { toCreateForm, toSearchParameters } from './mapping.ts';
import { numberBody, pageBody, pricesBody, removalBody, searchBody } from './schemas.ts';

const PAGE_SIZE = 100;

type Given = {
  /** The account's id, which is in every path. */
  readonly account: string;
  readonly toIncomplete: (why: string) => Error;
};

/** One function for each operation of the vendor's API that is used. All throw `VendorError`. */
export function createTwilioApi(
  { http, pricing }: { readonly http: VendorHttp; readonly pricing: VendorHttp },
  { account, toIncomplete }: Given,
) {
  const root = `/2010-04-01/Accounts/${account}`;
  const numbers = `${root}/IncomingPhoneNumbers`;
  // Without the ending it would answer XML.
  const pathTo = (sid: string) => `${http.pathTo(numbers, sid)}.json` as const;

  return {
    search(wanted: StockQuery) {
      const path = `${root}/AvailablePhoneNumbers/${encodeURIComponent(wanted.country)}/Local.json`;
      const query = toSearchParameters(wanted);
      return http.read({ operation: 'searchLocal', method: 'GET', path, query }, searchBody);
    },
    prices(country: string) {
      const path = `/v1/PhoneNumbers/Countries/${encodeURIComponent(country)}`;
      return pricing.read({ operation: 'getPhoneNumberPrices', method: 'GET', path }, pricesBody);
    },
    /** `part`: only those that have it in their number. */
    list(cursor: string | null, part: string | null) {
      const path = `${numbers}.json`;
      const query = cursor === null ? { PageSize: PAGE_SIZE, PhoneNumber: part } : queryOf(cursor, path);
      if (query === null) throw toIncomplete('its next page is at another place');
      return http.read({ operation: 'listIncomingPhoneNumbers', method: 'GET', path, query }, pageBody);
    },
    get(sid: string) {
      return http.read({ operation: 'getIncomingPhoneNumber', method: 'GET', path: pathTo(sid) }, numberBody);
    },
    /** Buys a number, or changes it where the account has it already. */
    create(sent: SentCall, order: ExactOrder) {
      const form = toCreateForm(order);
      const request = {
        operation: 'createIncomingPhoneNumber',
        method: 'POST',
        path: `${numbers}.json`,
        form,
      } as const;
      return http.write(sent, request, { schema: numberBody, buys: true });
    },
    rename(sent: SentCall, sid: string, label: string) {
      const form = { FriendlyName: label };
      const request = { operation: 'updateIncomingPhoneNumber', method: 'POST', path: pathTo(sid), form } as const;
      return http.write(sent, request, { schema: numberBody });
    },
    /** An empty id is none (inferred from the pattern of the reference, 2026-07). Takes the place of a voice application. */
    reroute(sent: SentCall, sid: string, trunkSid: string) {
      const form = { TrunkSid: trunkSid };
      const request = { operation: 'updateIncomingPhoneNumber', method: 'POST', path: pathTo(sid), form } as const;
      return http.write(sent, request, { schema: numberBody });
    },
    remove(sent: SentCall, sid: string) {
      const request = { operation: 'deleteIncomingPhoneNumber', method: 'DELETE', path: pathTo(sid) } as const;
      return http.write(sent, request, { schema: removalBody });
    },
  };
}

/**
 * The query of the next page, whose address is relative to the host (reference, 2026-07); null where it leads elsewhere. Of
 * the address nothing else is used, so that the login goes nowhere but to the host that it is for.
 */
function queryOf(address: string, path: string): Record<string, string> | null {
  if (!address.startsWith(`${path}?`)) return null;
  return Object.fromEntries(new URLSearchParams(address.slice(path.length)));
}
