import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { AccountNumber } from '../vendors/fake-kit/fake-vendor.ts';
import type { Answer } from '../vendors/fake-kit/http.ts';
import type { Fault } from './faults.ts';

/** What a vendor has, as far as its lies depend on it. */
export type LiedAbout = {
  /** The account, in the order in which the numbers came. */
  readonly numbers: readonly AccountNumber[];
  /** When a number came, in ms since 1970; 0 for those that were always there. */
  readonly cameAt: (id: string) => number;
  readonly now: number;
  /** Takes down how a number was written, so that it is understood when it comes back. */
  readonly noteSpelling: (spelling: string, number: string) => void;
};

/** Where the pages of a list say how it goes on. */
const CURSORS = ['cursor', 'next_page_uri'] as const;

/** The answer with one lie in it. */
export function tell(lie: Fault, answer: Answer, about: LiedAbout): Answer {
  if (answer.body === undefined || answer.status >= 300) return answer;
  const { body } = answer;
  const { numbers, cameAt, now } = about;
  switch (lie.kind) {
    case 'miss-one': {
      const missed = numbers.find(({ number }) => number === lie.number) ?? numbers.at(-1);
      return { ...answer, body: withoutItems(body, (id) => id === missed?.id) };
    }
    case 'lag':
      return { ...answer, body: withoutItems(body, (id) => now - cameAt(id) < (lie.delayMs ?? 0)) };
    case 'empty-list':
      return {
        ...answer,
        body: withCursor(
          withoutItems(body, () => true),
          (name) => ({ [name]: null }),
        ),
      };
    case 'no-cursor':
      return { ...answer, body: withCursor(body, (_name, nextCursor) => ({ nextCursor })) };
    case 'other-number': {
      const told = numberIn(body, numbers);
      const other = lie.number ?? told?.number.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
      return { ...answer, body: withTexts(body, (text) => (text === told?.number ? (other ?? text) : text)) };
    }
    case 'other-id': {
      const told = numberIn(body, numbers);
      const other = numbers.find(({ id }) => id !== told?.id);
      return { ...answer, body: withTexts(body, (text) => (text === told?.id ? (other?.id ?? text) : text)) };
    }
    case 'national':
      return { ...answer, body: withTexts(body, (text) => spellNationally(text, about)) };
    default:
      return answer;
  }

  function withoutItems(value: unknown, isHidden: (id: string) => boolean): unknown {
    const ids = new Set(numbers.map(({ id }) => id).filter(isHidden));
    return filterItems(value, (item) => !Object.values(Object(item)).some((each) => ids.has(String(each))));
  }
}

/** The number of the account that an answer shows. */
function numberIn(body: unknown, numbers: readonly AccountNumber[]): AccountNumber | undefined {
  const texts = new Set<string>();
  withTexts(body, (text) => {
    texts.add(text);
    return text;
  });
  return numbers.findLast(({ id }) => texts.has(id));
}

function spellNationally(text: string, { noteSpelling }: LiedAbout): string {
  if (!/^\+\d{7,15}$/.test(text)) return text;
  const spelling = parsePhoneNumberFromString(text)?.formatNational() ?? text;
  noteSpelling(spelling, text);
  return spelling;
}

function withCursor(body: unknown, change: (name: string, cursor: unknown) => object): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const name = CURSORS.find((each) => Object.hasOwn(body, each));
  if (name === undefined) return body;
  const others = Object.entries(body).filter(([member]) => member !== name);
  return { ...Object.fromEntries(others), ...change(name, Reflect.get(body, name)) };
}

function filterItems(value: unknown, isShown: (item: unknown) => boolean): unknown {
  if (Array.isArray(value)) return value.filter(isShown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filterItems(member, isShown)]));
}

function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => withTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withTexts(member, change)]));
}
