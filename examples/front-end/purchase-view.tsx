import type { KeptPurchase } from './kept-purchase.ts';
import type { Stage } from './purchase.ts';
import { inWords } from './times.ts';
import type { TitleOf } from './vendors.ts';

/** After so long, a person is told that they need not wait. */
const PATIENCE_MS = 60_000;

type PurchaseViewProps = {
  readonly purchase: KeptPurchase;
  readonly stage: Stage;
  readonly titleOf: TitleOf;
  readonly repeat: () => void;
  readonly leave: () => void;
};

/** Says how the purchase stands: what is known, what is not, and when it is asked again. */
export function PurchaseView({ purchase, stage, titleOf, repeat, leave }: PurchaseViewProps) {
  const { tone, heading, sentences } = describe(stage, purchase, titleOf(purchase.input.vendor));
  return (
    <section role="status" aria-label="Your purchase" className="card" data-tone={tone}>
      <h2>{heading}</h2>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {(stage.at === 'failed' || stage.at === 'doubtful') && (
        <p className="buttons">
          {stage.at === 'failed' && (
            <button type="button" onClick={repeat}>
              Try again
            </button>
          )}
          <button type="button" className="quiet" onClick={leave}>
            Leave it
          </button>
        </p>
      )}
    </section>
  );
}

type Description = {
  readonly tone: 'good' | 'calm' | 'nothing';
  readonly heading: string;
  readonly sentences: readonly string[];
};

function describe(stage: Stage, { begunAt }: KeptPurchase, title: string): Description {
  const said = 'troubles' in stage ? stage.troubles.map(({ message }) => message) : [];
  switch (stage.at) {
    case 'sent':
      return {
        tone: 'calm',
        heading: `Buying at ${title}`,
        sentences: [
          `You ordered at ${inWords(begunAt)}. Most orders take seconds; one may take a minute.`,
          'You may reload or close this page: the order stays one order, and buys one number.',
        ],
      };
    case 'unanswered':
      return {
        tone: 'calm',
        heading: 'No answer yet',
        sentences: [
          ...said,
          `The order is kept in this browser, and sent again at ${inWords(stage.nextAt)}. However often it is sent, it buys one number.`,
        ],
      };
    case 'doubtful':
      return {
        tone: 'calm',
        heading: 'Outcome unknown: the order is refused by now',
        sentences: [
          ...said,
          'It was sent before, and no answer came. A number may have been bought, or not.',
          `The order is kept in this browser, and sent again at ${inWords(stage.nextAt)}. Leave it once you have seen in the list what came of it.`,
        ],
      };
    case 'open':
      return { tone: 'calm', ...describeOpen(stage, begunAt, title) };
    case 'bought':
      return {
        tone: 'good',
        heading: `Bought ${stage.address}`,
        sentences: said.length > 0 ? ['Something remains to be done:', ...said] : [`It is yours at ${title}.`],
      };
    case 'failed':
      return {
        tone: 'nothing',
        heading: 'Nothing was bought',
        sentences: [...said, 'Nothing was charged. The same order may be sent again.'],
      };
    case 'refused': {
      const instead = stage.troubles.flatMap(({ suggestions }) => suggestions);
      return {
        tone: 'nothing',
        heading: 'Nothing was bought',
        sentences: [
          ...said,
          ...(instead.length > 0 ? [`These would do instead: ${instead.join(', ')}.`] : []),
          'Nothing was charged. Change the order, and try again.',
        ],
      };
    }
  }
}

type Open = Extract<Stage, { at: 'open' }>;

function describeOpen({ needsPerson, troubles, nextAt }: Open, begunAt: number, title: string) {
  if (needsPerson) {
    return {
      heading: 'Outcome unknown: a person has to look',
      sentences: [
        ...troubles.map(({ message }) => message),
        'Until somebody has, this order buys nothing else. You need not wait here: the page will tell you when you come back.',
      ],
    };
  }
  const isLong = Date.now() - begunAt > PATIENCE_MS;
  return {
    heading: 'Outcome unknown: we are finding out',
    sentences: [
      `The answer of ${title} was lost on its way. A number may have been bought, or not. ${title} is being asked, and nothing is bought twice.`,
      isLong
        ? 'It may take some minutes. You need not wait here: the page will tell you when you come back.'
        : 'You need not do anything.',
      `We look again at ${inWords(nextAt)}.`,
    ],
  };
}
