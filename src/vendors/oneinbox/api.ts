import type { z } from 'zod';
import type { SentCall } from '../../domain/sent-call.ts';
import { type CallFacts, readAnswer } from '../answer.ts';
import type { HttpClient, HttpLookup, HttpRequest } from '../http/client.ts';
import type { NumberChange, PurchaseOrder, SipImport, StockQuery } from '../vendor.ts';
import * as errors from './dialect.ts';
import { toImportBody, toPurchaseBody, toSearchParameters, toUpdateBody } from './mapping.ts';
import { numberBody, searchBody } from './schemas.ts';

const root = '/v1/phone-numbers';

/** One function for each operation of the vendor's API that is used. All throw `VendorError`. */
export function createOneInboxApi(http: HttpClient, apiKey: string) {
  const read = <Body>(request: HttpLookup, schema: z.ZodType<Body>) =>
    readAnswer(http.read(request), {
      schema,
      errors,
      call: { effect: 'nothing', secrets: [apiKey] },
    });

  const write = (sent: SentCall, request: HttpRequest, { effect = 'other', secrets = [] }: Partial<CallFacts> = {}) =>
    readAnswer(http.write(sent, request), {
      schema: numberBody,
      errors,
      call: { effect, secrets: [apiKey, ...secrets] },
    });

  return {
    search(wanted: StockQuery) {
      const query = toSearchParameters(wanted);
      const path = `${root}/search`;
      return read({ operation: 'searchAvailablePhoneNumbers', method: 'GET', path, query }, searchBody);
    },
    get(id: string) {
      return read({ operation: 'getPhoneNumber', method: 'GET', path: pathTo(id) }, numberBody);
    },
    purchase(sent: SentCall, order: PurchaseOrder) {
      const body = toPurchaseBody(order);
      const path = `${root}/purchase`;
      const request = { operation: 'purchasePhoneNumber', method: 'POST', path, body } as const;
      return write(sent, request, { effect: 'purchase' });
    },
    register(sent: SentCall, number: SipImport) {
      const body = toImportBody(number);
      const request = {
        operation: 'registerPhoneNumber',
        method: 'POST',
        path: root,
        body,
      } as const;
      return write(sent, request, { secrets: [number.username, number.password] });
    },
    update(sent: SentCall, id: string, change: NumberChange) {
      const body = toUpdateBody(change);
      return write(sent, {
        operation: 'updatePhoneNumber',
        method: 'PATCH',
        path: pathTo(id),
        body,
      });
    },
  };
}

function pathTo(id: string): string {
  return `${root}/${encodeURIComponent(id)}`;
}
