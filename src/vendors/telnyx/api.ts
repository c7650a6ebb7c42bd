import type { SentCall } from '../../domain/sent-call.ts';
import type { VendorHttp } from '../connect.ts';
import type { ExactOrder, StockQuery } from '../vendor.ts';
import { toOrderBody, toSearchParameters } from './mapping.ts';
import { numberAnswer, numberPage, orderAnswer, orderPage, removalAnswer, searchAnswer } from './schemas.ts';

const numbers = '/phone_numbers';
const orders = '/number_orders';
/** The most that it gives (SDK 7.24.0). */
const PAGE_SIZE = 250;

/** One function for each operation of the vendor's API that is used. All throw `VendorError`. */
export function createTelnyxApi(http: VendorHttp) {
  const paged = (page: number) => ({ 'page[number]': page, 'page[size]': PAGE_SIZE });
  const pathTo = (id: string) => http.pathTo(numbers, id, ['slim', 'jobs', 'voice', 'messaging']);

  return {
    search(wanted: StockQuery) {
      const [path, query] = ['/available_phone_numbers', toSearchParameters(wanted)];
      return http.read({ operation: 'searchAvailablePhoneNumbers', method: 'GET', path, query }, searchAnswer);
    },
    /** Without an idempotency key: orders do not declare one, so it would not be honoured (reference, 2026). */
    placeOrder(sent: SentCall, order: ExactOrder) {
      const body = toOrderBody(order);
      const request = { operation: 'createNumberOrder', method: 'POST', path: orders, body } as const;
      return http.write(sent, request, { schema: orderAnswer, buys: true });
    },
    order(id: string) {
      const path = http.pathTo(orders, id);
      return http.read({ operation: 'getNumberOrder', method: 'GET', path }, orderAnswer);
    },
    orders(reference: string, page: number) {
      const query = { 'filter[customer_reference]': reference, ...paged(page) };
      return http.read({ operation: 'listNumberOrders', method: 'GET', path: orders, query }, orderPage);
    },
    /** `digits`: of numbers with these in them. Without a plus, which would make the list empty (OpenAPI document, 2026). */
    list(page: number, digits: string | null = null) {
      const query = { 'filter[phone_number]': digits, ...paged(page) };
      return http.read({ operation: 'listPhoneNumbers', method: 'GET', path: numbers, query }, numberPage);
    },
    get(id: string) {
      return http.read({ operation: 'getPhoneNumber', method: 'GET', path: pathTo(id) }, numberAnswer);
    },
    update(sent: SentCall, id: string, body: NumberChanges) {
      const request = { operation: 'updatePhoneNumber', method: 'PATCH', path: pathTo(id), body } as const;
      return http.write(sent, request, { schema: numberAnswer });
    },
    remove(sent: SentCall, id: string) {
      const request = { operation: 'deletePhoneNumber', method: 'DELETE', path: pathTo(id) } as const;
      return http.write(sent, request, { schema: removalAnswer });
    },
  };
}

type NumberChanges = { readonly customer_reference: string } | { readonly connection_id: string };

/** The vendor's API, as far as it is used. */
export type TelnyxApi = ReturnType<typeof createTelnyxApi>;
