import type { Lie, Reply } from './way.ts';

/** Acts on the call and never answers. */
export const losesItsAnswer: Lie = async (exchange) => {
  await exchange.forward();
  exchange.breakOff();
};

/** The call never arrives. */
export const neverArrives: Lie = (exchange) => exchange.breakOff();

/** Acts on the call, receives it a second time, and answers that one: with these words, unless they are its own. */
export const repeatsIt =
  (status: number, words: string): Lie =>
  async (exchange) => {
    await exchange.forward();
    await exchange.forward();
    exchange.refuse(status, words);
  };

/** Refuses without acting. */
export const refuses =
  (status: number, words: string): Lie =>
  (exchange) =>
    exchange.refuse(status, words);

/** Leaves out whatever mentions one of these texts. */
export const hides =
  (...texts: readonly string[]): Lie =>
  async (exchange) =>
    exchange.answer(keeping(await exchange.forward(), (item) => !texts.some((text) => item.includes(text))));

/** Shows nothing but what mentions one of these texts. */
export const showsOnly =
  (...texts: readonly string[]): Lie =>
  async (exchange) =>
    exchange.answer(keeping(await exchange.forward(), (item) => texts.some((text) => item.includes(text))));

/** Shows nothing at all, and says that this is all. */
export const showsNothing: Lie = showsOnly();

/** Acts on the call, and answers with other words than it should. */
export const replaces =
  (from: string | (() => string), to: string): Lie =>
  async (exchange) => {
    const { status, text } = await exchange.forward();
    exchange.answer({ status, text: text.replaceAll(typeof from === 'string' ? from : from(), to) });
  };

/** The same answer with only those items of its lists. */
function keeping({ status, text }: Reply, isKept: (item: string) => boolean): Reply {
  const kept = JSON.stringify(JSON.parse(text), (_name, value: unknown) =>
    Array.isArray(value) ? value.filter((item) => isKept(JSON.stringify(item))) : value,
  );
  return { status, text: kept };
}
