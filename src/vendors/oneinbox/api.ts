import type { SentCall } from '../../domain/sent-call.ts';
import type { VendorHttp } from '../connect.ts';
import type { ExactOrder, Import, NumberChange, StockQuery } from '../vendor.ts';
import { toImportBody, toPurchaseBody, toSearchParameters, toUpdateBody } from './mapping.ts';
import { numberBody, searchBody } from './schemas.ts';

const root = '/v1/phone-numbers';

/** One function for each operation of the vendor's API that is used. All throw `VendorError`. */
export function createOneInboxApi(http: VendorHttp) {
  const pathTo = (id: string) => http.pathTo(root, id, ['search', 'purchase']);

  return {
    search(wanted: StockQuery) {
      const query = toSearchParameters(wanted);
      return http.read(
        { operation: 'searchAvailablePhoneNumbers', method: 'GET', path: `${root}/search`, query },
        searchBody,
      );
    },
    get(id: string) {
      return http.read({ operation: 'getPhoneNumber', method: 'GET', path: pathTo(id) }, numberBody);
    },
    purchase(sent: SentCall, order: ExactOrder) {
      const body = toPurchaseBody(order);
      return http.write(
        sent,
        { operation: 'purchasePhoneNumber', method: 'POST', path: `${root}/purchase`, body },
        { schema: numberBody, buys: true },
      );
    },
    register(sent: SentCall, number: Import) {
      const { username, password } = number.source;
      const body = toImportBody(number);
      return http.write(
        sent,
        { operation: 'registerPhoneNumber', method: 'POST', path: root, body },
        { schema: numberBody, login: [username, password] },
      );
    },
    update(sent: SentCall, id: string, change: NumberChange) {
      const body = toUpdateBody(change);
      return http.write(
        sent,
        { operation: 'updatePhoneNumber', method: 'PATCH', path: pathTo(id), body },
        { schema: numberBody },
      );
    },
  };
}
