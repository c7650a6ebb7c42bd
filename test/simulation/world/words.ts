import type { FakeApi } from '../../../src/vendors/fake-kit/fake-vendor.ts';
import type { Answer } from '../../../src/vendors/fake-kit/http.ts';
import type { Random } from '../../torture/random.ts';
import type { StockNumber } from './stock.ts';

/** Changes the text of an answer's body. */
export function retell(answer: Answer, change: (text: string) => string): Answer {
  if (answer.body === undefined) return answer;
  return { ...answer, body: JSON.parse(change(JSON.stringify(answer.body))) };
}

/** Writes numbers as E.164, or as within their country. */
export function rewrite(text: string, numbers: readonly StockNumber[], to: 'toE164' | 'toNational'): string {
  let written = text;
  for (const { number, spelling } of numbers) {
    const [from, into] = to === 'toE164' ? [spelling, number] : [number, spelling];
    if (written.includes(from)) written = written.replaceAll(`"${from}"`, `"${into}"`);
  }
  return written;
}

const wordings = [
  { status: 409, message: 'number already purchased' },
  { status: 409, message: 'Phone number already in use' },
  { status: 409, message: 'You already own this number' },
  { status: 400, message: 'number already purchased' },
  { status: 409, message: 'Conflict' },
  { status: 422, message: 'This number is already in your account' },
] as const;

const plain = [
  { status: 400, message: 'number not available' },
  { status: 409, message: 'Phone number is not available' },
  { status: 404, message: 'No longer available' },
] as const;

type Own = {
  readonly random: Random;
  /** Whether this is a copy of the very call that bought the number. */
  readonly isCopy: boolean;
  /** Whether the vendor's list shows the number. */
  readonly isShown: boolean;
};

/**
 * What the vendor says to who asks for a number that is in the account already. That it is "not available", and nothing
 * else, is said of a copy of the very call that bought it only where the list shows it: else nobody could know.
 */
export function ownWords(api: FakeApi, { random, isCopy, isShown }: Own): Answer {
  const { status, message } = random.pick(isShown || !isCopy ? [...wordings, ...plain] : wordings);
  return api.problem(status, message);
}
