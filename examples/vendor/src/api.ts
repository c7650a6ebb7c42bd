import type { AnyOrder, SentCall, VendorHttp } from 'phone-numbers-subgraph/vendor';
import { type LineChange, toLineOrder } from './mapping.ts';
import { lineBody, linesBody, orderedBody, removalBody } from './schemas.ts';

const root = '/lines';

/** One function for each operation of the vendor's API that is used. All throw `VendorError`. */
export function createPickwickApi(http: VendorHttp) {
  const pathTo = (line: string) => http.pathTo(root, line);

  return {
    list() {
      return http.read({ operation: 'listLines', method: 'GET', path: root }, linesBody);
    },
    get(line: string) {
      return http.read({ operation: 'getLine', method: 'GET', path: pathTo(line) }, lineBody);
    },
    order(sent: SentCall, order: AnyOrder) {
      const request = { operation: 'orderLine', method: 'POST', path: root, body: toLineOrder(order) } as const;
      return http.write(sent, request, { schema: orderedBody, buys: true });
    },
    change(sent: SentCall, line: string, body: LineChange) {
      const request = { operation: 'changeLine', method: 'PATCH', path: pathTo(line), body } as const;
      return http.write(sent, request, { schema: lineBody });
    },
    remove(sent: SentCall, line: string) {
      const request = { operation: 'removeLine', method: 'DELETE', path: pathTo(line) } as const;
      return http.write(sent, request, { schema: removalBody });
    },
  };
}
