import type { VendorName } from '../domain/phone-number.ts';
import type { Secret } from '../domain/secret.ts';
import type { HttpReply } from './http/client.ts';
import { HttpError } from './http/http-error.ts';
import {
  mayPass,
  readEmptyArea,
  saysAlreadyThere,
  saysItBroke,
  saysKeyIsWrong,
  saysNoAgent,
  saysNumberIsGone,
} from './refusal-words.ts';
import { VendorError, type VendorErrorReason } from './vendor-error.ts';
import { readVendorWords, type VendorWords } from './vendor-words.ts';

/** What a call was about, as far as the meaning of its failure depends on it. */
export type CallFacts = {
  /** `import`: it brings a number in, or creates one, and carries a login: nothing that the vendor says of it is shown. */
  readonly effect: 'nothing' | 'purchase' | 'import' | 'other';
  /** What was sent along and must never be shown: credentials, a login. */
  readonly secrets: readonly (string | Secret<string>)[];
};

/** How a vendor's refusals read, where they differ from others'; each vendor's `dialect.ts`. */
export type Dialect = {
  /** The vendor's names of members to ours. */
  readonly memberNames: Readonly<Record<string, string>>;
  /**
   * Whether its refusal of a purchase says of the asked number itself that it is no longer available; or, where it picks the
   * number, of all that it could pick. The account is asked before that is believed.
   */
  readonly saysUnavailable: (status: number, words: string) => boolean;
  /** The vendor's codes that say so for certain, whatever the words. */
  readonly unavailableCodes?: readonly string[];
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

/** A refusal, and what it says. */
type Refusal = { readonly status: number; readonly words: VendorWords; readonly call: CallFacts };

/**
 * The one reading of failures, for all vendors: refused (certainly nothing happened), or unknown. It follows the table
 * of evidence in `docs/decisions/0007-which-refusals-are-certain.md`.
 */
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

  /** The vendor's words, or ours where they must not be shown: a login comes back in more spellings than can be cut out. */
  function quote({ status, words: { text, member }, call }: Refusal): string {
    if (call.effect !== 'import' && text !== null) return `${title} said: ${text}`;
    return `${title} refused (HTTP ${status})${member === null ? '' : `, because of ${member}`}.`;
  }

  function refuse(
    reason: VendorErrorReason,
    message: string,
    more: { member?: string | null; suggestions?: readonly string[]; retryable?: boolean } = {},
  ) {
    return new VendorError({ vendor, outcome: 'rejected', reason, message, ...more });
  }

  /** A refusal of which nothing came: of the request itself, in words. */
  function toPlainRefusal(refusal: Refusal): VendorError {
    const { status, words } = refusal;
    const retryable = status === 402 || status === 403 || words.complaints.some(mayPass);
    const member = words.complaints.some(saysNoAgent) ? 'agentId' : words.member;
    return refuse('refused', quote(refusal), { member, retryable });
  }

  /** A refusal to obtain a number. What does not say why, or says that there is one already, proves nothing. */
  function toRefusedOrder(refusal: Refusal): VendorError {
    const { status, words, call } = refusal;
    const { complaints, code, member } = words;
    const isGone =
      (complaints.length > 0 && complaints.every((said) => dialect.saysUnavailable(status, said))) ||
      (code !== null && dialect.unavailableCodes?.includes(code) === true);
    if (isGone && call.effect === 'purchase') {
      return refuse('number-unavailable', `This number is no longer available at ${title}.`);
    }
    if (status === 409 || complaints.some(saysAlreadyThere)) {
      return doubtful('conflict', quote(refusal).replace(/\.+$/, ''), { call });
    }
    if (complaints.some(saysItBroke)) return doubtful('no-answer', quote(refusal).replace(/\.+$/, ''), { call });
    // "Not found" may be said of what somebody has bought just now, ourselves among them; of an agent it is a reason.
    const isNotFound = status === 404 && member === null && !complaints.some(saysNoAgent);
    if (isNotFound && complaints.length > 0) {
      return doubtful('no-words', quote(refusal).replace(/\.+$/, ''), { call });
    }
    const suggestions = complaints.map(readEmptyArea).find((named) => named !== null);
    if (suggestions && call.effect === 'purchase') {
      return refuse('no-match', quote(refusal), { member: 'areaCode', suggestions });
    }
    if (complaints.length > 0 || member !== null) return toPlainRefusal(refusal);
    return wordless.includes(status)
      ? doubtful('no-words', `${title} refused and gave no reason (HTTP ${status})`, { call })
      : doubtful('no-answer', `${title} answered with HTTP ${status}`, { call });
  }

  return {
    toRefusal({ status, body }, call) {
      // 408 says that a request was given up half-way, by the vendor or by a proxy that had passed it on.
      if (status < 400 || status >= 500 || status === 408) {
        return doubtful('no-answer', `${title} answered with HTTP ${status}`, { call });
      }
      const words = readVendorWords(body, { secrets: call.secrets, memberNames: dialect.memberNames });
      const refusal = { status, words, call };
      if (status === 429) {
        const busy = `${title} accepts no more requests now.`;
        return untouched('busy', words.text === null || call.effect === 'import' ? busy : `${busy} ${quote(refusal)}`);
      }
      const isAboutKey = words.complaints.length === 0 || words.complaints.some(saysKeyIsWrong);
      if (status === 401 || (status === 403 && isAboutKey)) {
        return untouched(
          'credentials',
          `${title} does not accept this service's API key; the operator must correct it.`,
        );
      }
      if (status === 402) return toPlainRefusal(refusal);
      if (call.effect === 'purchase' || call.effect === 'import') return toRefusedOrder(refusal);
      if (!words.complaints.some(saysNoAgent) && dialect.saysNotFound(status, words.text)) {
        return refuse('not-found', `${title} has no such number.`);
      }
      return toPlainRefusal(refusal);
    },

    toFailure(failure, call) {
      const kind = failure instanceof HttpError ? failure.kind : 'no-answer';
      // What broke on an answer may quote it, as the parser of HTTP does.
      const error = call.effect === 'import' ? undefined : failure;
      switch (kind) {
        case 'not-sent':
          return untouched('no-connection', `${title} cannot be reached.`, error);
        case 'refused-locally':
          return untouched('busy', `${title} is not called now: it keeps failing.`, error);
        case 'busy':
          return noTurnAt({ name: vendor, title }, error);
        case 'unreadable':
          return toUnreadable(error, call);
        case 'no-answer':
          return doubtful('no-answer', `${title} did not answer`, { call, cause: error });
      }
    },

    toUnreadable: (cause, call) => toUnreadable(call.effect === 'import' ? undefined : cause, call),
  };
}

/** Where a vendor that gives no reason may mean that a number which its search has just shown is gone. */
const wordless: readonly number[] = [400, 404, 410, 422];

/** The dialect of a vendor that says what most say; a vendor's own names what differs. */
export const commonDialect: Dialect = {
  memberNames: {},
  saysUnavailable: (_status, words) => saysNumberIsGone(words),
  saysNotFound: (status) => status === 404,
};

/** What it means that a call did not get its turn here: the vendor has nothing to do with it. */
export function noTurnAt(
  { name: vendor, title }: Pick<ReadingSettings, 'name' | 'title'>,
  cause: unknown,
): VendorError {
  const message = `This service is busy: too many calls to ${title} are waiting. Nothing was sent; try again in a while.`;
  return new VendorError({ vendor, outcome: 'unreachable', reason: 'busy', message, cause });
}

/** What a list means that was not read to its end: whatever is missing from it may still be there. */
export function incompleteList(vendor: VendorName, title: string, why: string): VendorError {
  const message = `${title}'s list of numbers cannot be read to its end: ${why}.`;
  return new VendorError({ vendor, outcome: 'unreachable', reason: 'unreadable', message });
}
