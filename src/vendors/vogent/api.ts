import type { SentCall } from '../../domain/sent-call.ts';
import type { Login, VendorHttp } from '../connect.ts';
import type { Import, SipUser, StockQuery } from '../vendor.ts';
import { toImportInput, toPurchaseInput, toSearchInput, toSipUserInput } from './mapping.ts';
import { numberBody, pageBody, removalBody, searchBody } from './schemas.ts';

const root = '/phone_numbers';
const PAGE_SIZE = 100;

/** One function for each operation of the vendor's API that is used. All throw `VendorError`. */
export function createVogentApi(http: VendorHttp) {
  const pathTo = (id: string) => http.pathTo(root, id, ['search', 'purchase']);

  // Buys, imports and creates, as the body says; the older operation that only bought is retired.
  const create = (sent: SentCall, body: unknown, facts: { buys?: boolean; login?: Login }) =>
    http.write(
      sent,
      { operation: 'createPhoneNumber', method: 'POST', path: root, body },
      { schema: numberBody, ...facts },
    );

  return {
    // A read in spite of its method.
    search(query: StockQuery) {
      const body = toSearchInput(query);
      return http.read({ operation: 'searchPhoneNumbers', method: 'POST', path: `${root}/search`, body }, searchBody);
    },
    list(cursor: string | null) {
      const query = { limit: PAGE_SIZE, cursor };
      return http.read({ operation: 'listPhoneNumbers', method: 'GET', path: root, query }, pageBody);
    },
    get(id: string) {
      return http.read({ operation: 'getPhoneNumber', method: 'GET', path: pathTo(id) }, numberBody);
    },
    purchase(sent: SentCall, spelling: string) {
      return create(sent, toPurchaseInput(spelling), { buys: true });
    },
    importSip(sent: SentCall, number: Import) {
      const { username, password } = number.source;
      return create(sent, toImportInput(number), { login: [username, password] });
    },
    createSip(sent: SentCall, user: SipUser) {
      return create(sent, toSipUserInput(user), { login: [user.username, user.password] });
    },
    /** An empty `agentId` unlinks; null is not allowed (reference, 2026-07). */
    update(sent: SentCall, id: string, agentId: string) {
      const request = { operation: 'updatePhoneNumber', method: 'PUT', path: pathTo(id), body: { agentId } } as const;
      return http.write(sent, request, { schema: numberBody });
    },
    remove(sent: SentCall, id: string) {
      const request = { operation: 'deletePhoneNumber', method: 'DELETE', path: pathTo(id) } as const;
      return http.write(sent, request, { schema: removalBody });
    },
  };
}
