import type { VendorName } from '../domain/phone-number.ts';
import type { HttpReply } from './http/client.ts';
import { HttpError } from './http/http-error.ts';
import { VendorError, type VendorErrorReason } from './vendor-error.ts';
import { readVendorWords } from './vendor-words.ts';

/** What a call was about, as far as the meaning of its failure depends on it. */
export type CallFacts = {
  readonly effect: 'nothing' | 'purchase' | 'other';
  /** What was sent along and must never be shown: credentials, a login. */
  readonly secrets: readonly string[];
};

/** How a vendor's refusals read, where they differ from others'; each vendor's `dialect.ts`. */
export type Dialect = {
  /** The vendor's names of members to ours. */
  readonly memberNames: Readonly<Record<string, string>>;
  /** Whether its refusal of a purchase says of the asked number itself that it is no longer available. */
  readonly saysUnavailable: (status: number, words: string | null) => boolean;
  /** Whether its refusal says that there is no such number. */
  readonly saysNotFound: (status: number, words: string | null) => boolean;
};

/** How one vendor's failures are understood. */
export type ErrorReading = {
  /** What an answer other than 2xx means. */
  toRefusal(reply: HttpReply, call: CallFacts): VendorError;
  /** What a call without an answer means. */
  toFailure(error: unknown, call: CallFacts): VendorError;
  /** What a 2xx answer means whose body is not what it should be. */
  toUnreadable(cause: unknown, call: CallFacts): VendorError;
};

type ReadingSettings = { readonly name: VendorName; readonly title: string; readonly dialect: Dialect };

const noAgentWords = /\bagent\b.*\b(not found|not exist|unknown)\b/i;

/** The one reading of failures, for all vendors: refused (certainly nothing happened), or unknown. */
export function createErrorReading({ name: vendor, title, dialect }: ReadingSettings): ErrorReading {
  const untouched = (reason: VendorErrorReason, message: string, cause?: unknown) =>
    new VendorError({ vendor, outcome: 'unreachable', reason, message, cause });

  function doubtful(reason: VendorErrorReason, what: string, { call, cause }: { call: CallFacts; cause?: unknown }) {
    if (call.effect === 'nothing') return untouched(reason, `${what}.`, cause);
    const message = `${what}; whether it acted is not known.`;
    return new VendorError({ vendor, outcome: 'unknown', reason, message, cause });
  }

  const toUnreadable = (cause: unknown, call: CallFacts) =>
    doubtful('unreadable', `${title}'s answer cannot be read`, { call, cause });

  function toWordedRefusal({ status, body }: HttpReply, call: CallFacts): VendorError {
    const { text, member } = readVendorWords(body, { secrets: call.secrets, memberNames: dialect.memberNames });
    const said = text === null ? `${title} refused (HTTP ${status}).` : `${title} said: ${text}`;
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
    if (call.effect === 'purchase' && dialect.saysUnavailable(status, text)) {
      return refuse('number-unavailable', `This number is no longer available at ${title}.`);
    }
    if (dialect.saysNotFound(status, text)) return refuse('not-found', `${title} has no such number.`);
    return refuse('refused', said, member);
  }

  return {
    toRefusal(reply, call) {
      const { status } = reply;
      if (status === 429) return untouched('busy', `${title} accepts no more requests now.`);
      if (status === 401 || status === 403) {
        return untouched(
          'credentials',
          `${title} does not accept this service's API key; the operator must correct it.`,
        );
      }
      // 408 says that a request was given up half-way, by the vendor or by a proxy that had passed it on.
      if (status < 400 || status >= 500 || status === 408) {
        return doubtful('no-answer', `${title} answered with HTTP ${status}`, { call });
      }
      return toWordedRefusal(reply, call);
    },

    toFailure(error, call) {
      const kind = error instanceof HttpError ? error.kind : 'no-answer';
      switch (kind) {
        case 'not-sent':
          return untouched('no-connection', `${title} cannot be reached.`, error);
        case 'refused-locally':
          return untouched('busy', `${title} is not called now: it keeps failing, or it is too slow.`, error);
        case 'unreadable':
          return toUnreadable(error, call);
        case 'no-answer':
          return doubtful('no-answer', `${title} did not answer`, { call, cause: error });
      }
    },

    toUnreadable,
  };
}

const unavailableWords = /not available|no longer available|unavailable|already (been )?(sold|taken|purchased|in use)/i;

/** The dialect of a vendor that says what most say; a vendor's own names what differs. */
export const commonDialect: Dialect = {
  memberNames: {},
  saysUnavailable: (status, words) =>
    [404, 409, 410].includes(status) || (words !== null && unavailableWords.test(words)),
  saysNotFound: (status) => status === 404,
};

/** What a list means that was not read to its end: whatever is missing from it may still be there. */
export function incompleteList(vendor: VendorName, title: string, why: string): VendorError {
  const message = `${title}'s list of numbers cannot be read to its end: ${why}.`;
  return new VendorError({ vendor, outcome: 'unreachable', reason: 'unreadable', message });
}
