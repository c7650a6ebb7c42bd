import type { SentCall } from '../../domain/sent-call.ts';
import type { VendorHttp } from '../connect.ts';
import type { Import } from '../vendor.ts';
import { toImportBody, type UpdateBody } from './mapping.ts';
import { importedBody, numberBody, pageBody, removalBody } from './schemas.ts';

const root = '/v1/convai/phone-numbers';

/** One function for each operation of the vendor's API that is used. All throw `VendorError`. */
export function createElevenLabsApi(http: VendorHttp) {
  const pathTo = (id: string) => http.pathTo(root, id);

  return {
    list(cursor: string | null) {
      const path = '/v1/convai/v2/phone-numbers';
      return http.read({ operation: 'listPhoneNumbersPage', method: 'GET', path, query: { cursor } }, pageBody);
    },
    get(id: string) {
      return http.read({ operation: 'getPhoneNumber', method: 'GET', path: pathTo(id) }, numberBody);
    },
    importNumber(sent: SentCall, number: Import) {
      const { username, password } = number.source;
      const body = toImportBody(number);
      return http.write(
        sent,
        { operation: 'importPhoneNumber', method: 'POST', path: root, body },
        { schema: importedBody, login: [username, password] },
      );
    },
    update(sent: SentCall, id: string, body: UpdateBody) {
      const request = { operation: 'updatePhoneNumber', method: 'PATCH', path: pathTo(id), body } as const;
      return http.write(sent, request, { schema: numberBody });
    },
    remove(sent: SentCall, id: string) {
      const request = { operation: 'deletePhoneNumber', method: 'DELETE', path: pathTo(id) } as const;
      return http.write(sent, request, { schema: removalBody });
    },
  };
}
