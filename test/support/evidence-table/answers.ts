import { losesItsAnswer, neverArrives, refuses } from '../misleading/lies.ts';
import type { Lie } from '../misleading/way.ts';

/** What an answer makes of an operation. */
export type Answered = 'happened' | 'did not happen' | 'another number' | 'open';

/** An answer to a call that buys, in the words of the table, and what it makes of the operation. */
export type AnswerRow = {
  readonly answer: string;
  /** Given the numbers that may be named by mistake. */
  readonly lie: (about: Named) => Lie;
  /** Where no call of the key is unanswered. */
  readonly otherwise: Answered;
  /** After one that is. */
  readonly afterOneUnanswered: Answered;
  /** Where nothing is asked for but one number: a search has not shown it. */
  readonly isForExactNumber?: true;
};

export type Named = {
  /** The number that is asked for, and another one. */
  readonly number: string;
  readonly another: string;
  /** The id of another operation's number, and that of the one asked for, once it is there. */
  readonly othersId: string;
  readonly ownId: () => string;
};

const answers =
  (status: number, text: string): Lie =>
  (exchange) =>
    exchange.answer({ status, text });

/** Acts, and answers with its own words changed. */
const tells =
  (change: (text: string) => string): Lie =>
  async (exchange) => {
    const { status, text } = await exchange.forward();
    exchange.answer({ status, text: change(text) });
  };

const open = { otherwise: 'open', afterOneUnanswered: 'open' } as const;
const refused = { otherwise: 'did not happen', afterOneUnanswered: 'open' } as const;
const gone = { otherwise: 'another number', afterOneUnanswered: 'open' } as const;

/** The rows of the table that are about an answer. */
export const answerRows: readonly AnswerRow[] = [
  {
    answer: '2xx with the number asked for',
    lie: () => async (exchange) => exchange.answer(await exchange.forward()),
    otherwise: 'happened',
    afterOneUnanswered: 'happened',
  },
  {
    answer: '2xx with another number',
    lie: ({ number, another }) => tells((text) => text.replaceAll(number, another)),
    ...open,
  },
  { answer: '2xx without an id', lie: ({ ownId }) => tells((text) => text.replaceAll(ownId(), '')), ...open },
  {
    answer: "2xx with the id of another operation's number",
    lie: ({ ownId, othersId }) => tells((text) => text.replaceAll(ownId(), othersId)),
    ...open,
  },
  { answer: '400 that gives a reason', lie: () => refuses(400, 'Your plan does not include this'), ...refused },
  { answer: '422 that gives a reason', lie: () => refuses(422, 'A regulatory bundle is needed'), ...refused },
  { answer: '422 that names a member', lie: () => answers(422, '{"country":"Is required."}'), ...refused },
  { answer: '401', lie: () => refuses(401, 'Invalid API key'), ...refused },
  { answer: '402', lie: () => refuses(402, 'Your balance is too low'), ...refused },
  { answer: '403', lie: () => refuses(403, 'Your plan allows 5 numbers'), ...refused },
  { answer: '429', lie: () => refuses(429, 'Too many requests'), ...refused },
  ...[400, 404, 409, 410, 422].map((status) => ({
    answer: `${status} that says that it is no longer available`,
    lie: () => refuses(status, 'This number is no longer available'),
    ...gone,
  })),
  ...[400, 404, 410, 422].flatMap((status) => [
    { answer: `${status} without any words, of what the search has shown`, lie: () => answers(status, ''), ...gone },
    {
      answer: `${status} without any words, of what no search has shown`,
      lie: () => answers(status, ''),
      isForExactNumber: true as const,
      ...open,
    },
  ]),
  { answer: '409 without any words', lie: () => answers(409, ''), ...open },
  { answer: 'any other 409', lie: () => refuses(409, 'Another purchase is in progress'), ...open },
  ...[400, 409, 422].flatMap((status) => [
    { answer: `${status} "already …"`, lie: () => refuses(status, 'Phone number already purchased'), ...open },
    { answer: `${status} "in use"`, lie: () => refuses(status, 'Phone number is in use'), ...open },
  ]),
  { answer: 'none in time', lie: () => () => undefined, ...open },
  { answer: 'a reset before it acts', lie: () => neverArrives, ...open },
  { answer: 'a reset after it acted', lie: () => losesItsAnswer, ...open },
  { answer: '500', lie: () => refuses(500, 'Internal error'), ...open },
  { answer: '503 that speaks of the number', lie: () => refuses(503, 'This number is no longer available'), ...open },
  { answer: '2xx that cannot be read', lie: () => answers(200, '<html>'), ...open },
  { answer: '302', lie: () => answers(302, ''), ...open },
  { answer: '408', lie: () => refuses(408, 'Request timeout'), ...open },
];
