import type { CallFacts } from '../answer.ts';
import type { HttpReply } from '../http/client.ts';
import { HttpError } from '../http/http-error.ts';
import { VendorError, type VendorErrorReason } from '../vendor-error.ts';
import { readVendorWords } from '../vendor-words.ts';

const vendor = 'ONEINBOX';

const memberNames = {
  agent_id: 'agentId',
  phone_number: 'number',
  friendly_name: 'label',
  provider: 'carrier',
  trunk_address: 'terminationUri',
  auth_username: 'username',
  auth_password: 'password',
  country: 'country',
  area_code: 'areaCode',
  contains: 'contains',
  limit: 'limit',
  inbound_routing: 'inboundRouting',
  phone_id: 'vendorId',
};

const soldWords = /not available|no longer available|unavailable|already (been )?(sold|taken|purchased|in use)/i;
const noAgentWords = /\bagent\b.*\b(not found|not exist|unknown)\b/i;

/** What an answer other than 2xx means. */
export function toRefusal({ status, body }: HttpReply, call: CallFacts): VendorError {
  if (status === 429) return untouched('busy', 'OneInbox takes no more requests at the moment.');
  if (status === 401 || status === 403) {
    return untouched('credentials', "OneInbox does not accept this service's API key; the operator must mend it.");
  }
  // 408 says that a request was given up half-way, by the vendor or by a proxy that had passed it on.
  if (status < 400 || status >= 500 || status === 408) {
    return doubtful('no-answer', `OneInbox answered with HTTP ${status}`, { call });
  }

  const { text, member } = readVendorWords(body, { secrets: call.secrets, memberNames });
  const said = text === null ? `OneInbox refused (HTTP ${status}).` : `OneInbox said: ${text}`;
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
    return refuse('number-unavailable', 'OneInbox does not sell this number any more.');
  }
  if (status === 404) return refuse('not-found', 'OneInbox has no such number.');
  return refuse('refused', said, member);
}

/** What a call without an answer means. */
export function toFailure(error: unknown, call: CallFacts): VendorError {
  const kind = error instanceof HttpError ? error.kind : 'no-answer';
  switch (kind) {
    case 'not-sent':
      return untouched('no-connection', 'OneInbox cannot be reached.', error);
    case 'refused-locally':
      return untouched('busy', 'OneInbox is not called now: it keeps failing, or is too slow.', error);
    case 'unreadable':
      return toUnreadable(error, call);
    case 'no-answer':
      return doubtful('no-answer', 'OneInbox did not answer', { call, cause: error });
  }
}

/** What a 2xx answer means whose body is not what it should be. */
export function toUnreadable(cause: unknown, call: CallFacts): VendorError {
  return doubtful('unreadable', "OneInbox's answer cannot be read", { call, cause });
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
  return text !== null && soldWords.test(text);
}
