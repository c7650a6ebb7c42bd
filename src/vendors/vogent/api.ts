import type { z } from 'zod';
import type { SentCall } from '../../domain/sent-call.ts';
import { type CallFacts, readAnswer } from '../answer.ts';
import type { HttpClient, HttpLookup, HttpRequest } from '../http/client.ts';
import type { SipImport, SipUser, StockQuery } from '../vendor.ts';
import * as errors from './dialect.ts';
import { toImportInput, toPurchaseInput, toSearchInput, toSipUserInput } from './mapping.ts';
import { numberBody, pageBody, removalBody, searchBody } from './schemas.ts';

const root = '/phone_numbers';
const PAGE_SIZE = 100;

/** One function for each operation of the vendor's API that is used. All throw `VendorError`. */
export function createVogentApi(http: HttpClient, apiKey: string) {
  const read = <Body>(request: HttpLookup, schema: z.ZodType<Body>) =>
    readAnswer(http.read(request), {
      schema,
      errors,
      call: { effect: 'nothing', secrets: [apiKey] },
    });

  const change = <Body>(sent: SentCall, request: HttpRequest, schema: z.ZodType<Body>) =>
    readAnswer(http.write(sent, request), {
      schema,
      errors,
      call: { effect: 'other', secrets: [apiKey] },
    });

  // Buys, imports and creates, as the body says; the older operation that only bought is retired.
  const create = (sent: SentCall, body: unknown, { effect, secrets }: CallFacts) =>
    readAnswer(http.write(sent, { operation: 'createPhoneNumber', method: 'POST', path: root, body }), {
      schema: numberBody,
      errors,
      call: { effect, secrets: [apiKey, ...secrets] },
    });

  return {
    // A read in spite of its method.
    search(query: StockQuery) {
      const body = toSearchInput(query);
      const path = `${root}/search` as const;
      return read({ operation: 'searchPhoneNumbers', method: 'POST', path, body }, searchBody);
    },
    list(cursor: string | null) {
      const query = { limit: PAGE_SIZE, cursor };
      return read({ operation: 'listPhoneNumbers', method: 'GET', path: root, query }, pageBody);
    },
    get(id: string) {
      return read({ operation: 'getPhoneNumber', method: 'GET', path: pathTo(id) }, numberBody);
    },
    purchase(sent: SentCall, spelling: string) {
      return create(sent, toPurchaseInput(spelling), { effect: 'purchase', secrets: [] });
    },
    importSip(sent: SentCall, number: SipImport) {
      const secrets = [number.username, number.password];
      return create(sent, toImportInput(number), { effect: 'other', secrets });
    },
    createSip(sent: SentCall, user: SipUser) {
      const secrets = [user.username, user.password];
      return create(sent, toSipUserInput(user), { effect: 'other', secrets });
    },
    /** An empty `agentId` unlinks; null is not allowed (reference, 2026-07). */
    update(sent: SentCall, id: string, agentId: string) {
      const put = { operation: 'updatePhoneNumber', method: 'PUT', path: pathTo(id) } as const;
      return change(sent, { ...put, body: { agentId } }, numberBody);
    },
    remove(sent: SentCall, id: string) {
      const path = pathTo(id);
      return change(sent, { operation: 'deletePhoneNumber', method: 'DELETE', path }, removalBody);
    },
  };
}

function pathTo(id: string): string {
  return `${root}/${encodeURIComponent(id)}`;
}
