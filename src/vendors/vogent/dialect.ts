import type { CallFacts } from '../answer.ts';
import type { HttpReply } from '../http/client.ts';
import { HttpError } from '../http/http-error.ts';
import { VendorError, type VendorErrorReason } from '../vendor-error.ts';
import { readVendorWords } from '../vendor-words.ts';

const vendor = 'VOGENT';

const memberNames = {
  agentId: 'agentId',
  number: 'number',
  phoneNumber: 'number',
  terminationUri: 'terminationUri',
  sipPrefix: 'sipPrefix',
  username: 'username',
  password: 'password',
  prefix: 'areaCode',
  country: 'country',
  limit: 'limit',
};

const soldWords = /not available|no longer available|unavailable|already (been )?(sold|taken|purchased|in use)/i;
const noAgentWords = /\bagent\b.*\b(not found|not exist|unknown)\b/i;

/** What an answer other than 2xx means. */
export function toRefusal({ status, body }: HttpReply, call: CallFacts): VendorError {
  if (status === 429) return untouched('busy', 'Vogent takes no more requests at the moment.');
  if (status === 401 || status === 403) {
    return untouched('credentials', "Vogent does not accept this service's API key; the operator must mend it.");
  }
  // 408 says that a request was given up half-way, by the vendor or by a proxy that had passed it on.
  if (status < 400 || status >= 500 || status === 408) {
    return doubtful('no-answer', `Vogent answered with HTTP ${status}`, { call });
  }

  const { text, member } = readVendorWords(body, { secrets: call.secrets, memberNames });
  const said = text === null ? `Vogent refused (HTTP ${status}).` : `Vogent said: ${text}`;
  const refuse = (reason: VendorErrorReason, message: string, blamed: string | null = null) =>
    new VendorError({
      vendor,
      outcome: 'rejected',
      reason,
      message,
      member: blamed,
      retryable: status === 402,
    });
  if (text !== null && noAgentWords.test(text)) return refuse('refused', said, 'agentId');
  if (call.effect === 'purchase' && saysSold(status, text)) {
    return refuse('number-unavailable', 'Vogent does not sell this number any more.');
  }
  if (status === 404) return refuse('not-found', 'Vogent has no such number.');
  return refuse('refused', said, member);
}

/** What a call without an answer means. */
export function toFailure(error: unknown, call: CallFacts): VendorError {
  const kind = error instanceof HttpError ? error.kind : 'no-answer';
  switch (kind) {
    case 'not-sent':
      return untouched('no-connection', 'Vogent cannot be reached.', error);
    case 'refused-locally':
      return untouched('busy', 'Vogent is not called now: it keeps failing, or is too slow.', error);
    case 'unreadable':
      return toUnreadable(error, call);
    case 'no-answer':
      return doubtful('no-answer', 'Vogent did not answer', { call, cause: error });
  }
}

/** What a 2xx answer means whose body is not what it should be. */
export function toUnreadable(cause: unknown, call: CallFacts): VendorError {
  return doubtful('unreadable', "Vogent's answer cannot be read", { call, cause });
}

/** What a list means that was not read to its end: whatever is missing from it may still be there. */
export function toIncomplete(why: string): VendorError {
  return untouched('unreadable', `Vogent's list of numbers cannot be read to its end: ${why}.`);
}

/** What it means to be asked for something that Vogent has no word for. Nothing is sent. */
export function toUnsupported(what: string, member: string): VendorError {
  const message = `Vogent keeps no ${what} with a number.`;
  return new VendorError({ vendor, outcome: 'rejected', reason: 'refused', message, member });
}

function untouched(reason: VendorErrorReason, message: string, cause?: unknown): VendorError {
  return new VendorError({ vendor, outcome: 'unreachable', reason, message, cause });
}

function doubtful(
  reason: VendorErrorReason,
  what: string,
  { call, cause }: { call: CallFacts; cause?: unknown },
): VendorError {
  if (call.effect === 'nothing') return untouched(reason, `${what}.`, cause);
  const message = `${what}; whether it acted is not known.`;
  return new VendorError({ vendor, outcome: 'unknown', reason, message, cause });
}

function saysSold(status: number, text: string | null): boolean {
  if (status === 404 || status === 409 || status === 410) return true;
  // Its own search had shown the number in this form, so that nothing else can be wrong with it.
  if (text === null) return status === 400 || status === 422;
  return soldWords.test(text);
}
