import type { SentCall } from '../../domain/sent-call.ts';
import type { Login, VendorHttp } from '../connect.ts';
import { type Change, type toTrunkBody, toUpdateBody } from './mapping.ts';
import { numberBody, pageBody, removalBody, trunkBody } from './schemas.ts';

const root = '/phone-number';
const PAGE_SIZE = 100;

/** The operations of the vendor's API that are used. */
export type VapiApi = ReturnType<typeof createVapiApi>;

/** One function for each operation of the vendor's API that is used. All throw `VendorError`. */
export function createVapiApi(http: VendorHttp) {
  const pathTo = (id: string) => http.pathTo(root, id);

  async function get(id: string) {
    return http.read({ operation: 'getPhoneNumber', method: 'GET', path: pathTo(id) }, numberBody);
  }

  return {
    get,
    /** The list without pages has no documented end. */
    list(page: number) {
      const query = { page, limit: PAGE_SIZE, sortBy: 'createdAt', sortOrder: 'ASC' };
      return http.read({ operation: 'listPhoneNumbersPaginated', method: 'GET', path: `/v2${root}`, query }, pageBody);
    },
    /** Buys, imports and creates, as the body says. */
    create(sent: SentCall, body: object, facts: { readonly buys: true } | { readonly login: Login }) {
      const request = { operation: 'createPhoneNumber', method: 'POST', path: root, body } as const;
      return http.write(sent, request, { schema: numberBody, ...facts });
    },
    createTrunk(sent: SentCall, body: ReturnType<typeof toTrunkBody>, login: Login) {
      const request = { operation: 'createSipTrunkCredential', method: 'POST', path: '/credential', body } as const;
      return http.write(sent, request, { schema: trunkBody, login });
    },
    /** The provider, which the vendor tells changes apart by, never changes: so it may be read before. */
    async update(sent: SentCall, id: string, change: Change) {
      const { provider } = await get(id);
      const body = toUpdateBody(provider, change);
      const request = { operation: 'updatePhoneNumber', method: 'PATCH', path: pathTo(id), body } as const;
      return http.write(sent, request, { schema: numberBody });
    },
    async remove(sent: SentCall, id: string) {
      const request = { operation: 'deletePhoneNumber', method: 'DELETE', path: pathTo(id) } as const;
      return http.write(sent, request, { schema: removalBody });
    },
  };
}
