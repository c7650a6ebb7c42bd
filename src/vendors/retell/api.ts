import type { SentCall } from '../../domain/sent-call.ts';
import type { VendorHttp } from '../connect.ts';
import type { AnyOrder, Import, NumberChange } from '../vendor.ts';
import { toImportBody, toPurchaseBody, toUpdateBody } from './mapping.ts';
import { numberBody, obtainedBody, pageBody, removalBody } from './schemas.ts';

const PAGE_SIZE = 100;

/** One function for each operation of the vendor's API that is used. All throw `VendorError`. */
export function createRetellApi(http: VendorHttp) {
  const patch = (sent: SentCall, number: string, body: ReturnType<typeof toUpdateBody> | { inbound_agents: null }) => {
    const path = http.pathTo('/update-phone-number', number);
    return http.write(sent, { operation: 'updatePhoneNumber', method: 'PATCH', path, body }, { schema: numberBody });
  };

  return {
    list(key: string | null) {
      // What changes while the list is read moves behind what is still to be read, whichever time it is sorted by.
      const query = { limit: PAGE_SIZE, sort_order: 'ascending', pagination_key: key };
      return http.read(
        { operation: 'listPhoneNumbers', method: 'GET', path: '/v2/list-phone-numbers', query },
        pageBody,
      );
    },
    get(number: string) {
      const path = http.pathTo('/get-phone-number', number);
      return http.read({ operation: 'getPhoneNumber', method: 'GET', path }, numberBody);
    },
    purchase(sent: SentCall, order: AnyOrder) {
      const body = toPurchaseBody(order);
      const request = { operation: 'createPhoneNumber', method: 'POST', path: '/create-phone-number', body } as const;
      return http.write(sent, request, { schema: obtainedBody, buys: true });
    },
    importSip(sent: SentCall, number: Import) {
      const { username, password } = number.source;
      const body = toImportBody(number);
      const request = { operation: 'importPhoneNumber', method: 'POST', path: '/import-phone-number', body } as const;
      return http.write(sent, request, { schema: obtainedBody, login: [username, password] });
    },
    update(sent: SentCall, number: string, change: NumberChange) {
      return patch(sent, number, toUpdateBody(change));
    },
    unlink(sent: SentCall, number: string) {
      return patch(sent, number, { inbound_agents: null });
    },
    remove(sent: SentCall, number: string) {
      const path = http.pathTo('/delete-phone-number', number);
      return http.write(sent, { operation: 'deletePhoneNumber', method: 'DELETE', path }, { schema: removalBody });
    },
  };
}
