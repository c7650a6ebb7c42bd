import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import { noteRefusal } from '../telemetry/refusals.ts';
import type { RequestContext } from './context.ts';

const MEBIBYTE = 1024 * 1024;
const MAX_MEBIBYTES = 8;
/** More do not help anybody to mend a request. */
const MAX_ERRORS = 20;

/**
 * Sends no answer that is larger than 8 MiB. It is measured before it is written out: what was executed holds each text
 * once, however often it is asked for, and only as JSON would it fill the memory. A change that was made stays made.
 */
export const boundAnswers: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, operation }) {
        const { body } = response;
        if (body.kind !== 'single') return;
        const { errors } = body.singleResult;
        if (errors && errors.length > MAX_ERRORS) body.singleResult.errors = errors.slice(0, MAX_ERRORS);
        if (isLarger(body.singleResult, MAX_MEBIBYTES * MEBIBYTE))
          refuse(response, operation?.operation === 'mutation');
      },
    };
  },
};

function refuse(response: GraphQLResponse, isMutation: boolean): void {
  noteRefusal('answer');
  const message =
    `This answer would be larger than ${MAX_MEBIBYTES} MiB: ask for fewer fields, or for smaller pages.` +
    (isMutation ? ' The changes of this request have been made; numberOperation tells what came of each key.' : '');
  const errors = [{ message, extensions: { code: 'BAD_USER_INPUT' } }];
  response.body = { kind: 'single', singleResult: { errors } };
  // A gateway may repeat what it takes for a failure.
  if (!isMutation) response.http.status = 400;
}

/** Whether a value, as JSON in UTF-8, has more than this many bytes. Looks no further than it has to. */
function isLarger(value: unknown, maxBytes: number): boolean {
  // Hardly any answer is near the limit: what it has at most is found much sooner than what it has.
  return exceeds(value, { maxBytes, bytesOf: mostBytesOf }) && exceeds(value, { maxBytes, bytesOf });
}

type Measure = { readonly maxBytes: number; readonly bytesOf: (text: string) => number };

function exceeds(value: unknown, { maxBytes, bytesOf }: Measure): boolean {
  let left = maxBytes;
  const measure = (part: unknown): void => {
    if (left < 0 || part === undefined) return;
    if (typeof part === 'string') left -= bytesOf(part);
    else if (Array.isArray(part)) {
      left -= 2;
      for (const entry of part) {
        left -= 1;
        measure(entry);
        if (left < 0) return;
      }
    } else if (isObject(part)) {
      left -= 2;
      // Made by an execution, so it has no members but its own.
      for (const name in part) {
        const member = part[name];
        left -= name.length + NAMED;
        // Most members are texts: to measure them here takes half the time.
        if (typeof member === 'string') left -= bytesOf(member);
        else measure(member);
        if (left < 0) return;
      }
    } else left -= String(part).length;
  };
  measure(value);
  return left < 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Quotes, a colon and a comma; names are ASCII. */
const NAMED = 4;

/** A control character, or half of a character, is written as six. */
function mostBytesOf(text: string): number {
  return text.length * 6 + 2;
}

/** What JSON may write in another way: quotes, backslashes, control characters, halves of characters. */
const escaped = /["\\\p{Cc}\p{Cs}]/u;

function bytesOf(text: string): number {
  return escaped.test(text) ? Buffer.byteLength(JSON.stringify(text)) : Buffer.byteLength(text) + 2;
}
