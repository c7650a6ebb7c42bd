// What the words of a refusal say. Each pattern stands for one conclusion of `error-reading.ts`; what none of them knows
// is a refusal like any other, and keeps its words.

const digits = /\+?\d[\d\s().-]{5,18}\d/g;
const subject =
  '((sorry|the|this|that|your|requested|selected|chosen|given|phone|telephone|number),? )*number( number)?( (that )?(you )?(have )?(requested|selected|chose|chosen|asked for))?';
const others =
  '(to|by) (another|someone|somebody|other|others|a different)( (customer|client|user|account|party|else|organi[sz]ation)s?)?';
const gone = [
  '(is |was )?(no longer|not|not currently|currently not) (available|for sale|in stock)',
  '(is |was )?(currently |now )?unavailable',
  `(has |was |is )?(already |just )?(been )?(sold|purchased|bought|taken|claimed|reserved) ${others}`,
  '(was |could )?(not|not be) found( in (the |our )?(stock|inventory))?',
  'does not exist',
].join('|');
const use = '( (for|to) (sale|purchase|buy|be purchased))?';
const moment = '( (any ?more|any longer|now|at (this|the) (time|moment)|right now|currently))?';
const advice = '[.!]?( (please|try|choose|select|pick)\\b.*)?';
// The whole sentence: a number that is not available for some reason of the caller's is no such thing.
const numberIsGone = new RegExp(
  `^(${subject} (${gone})|(it is |sorry,? )?no longer available)${use}${moment}${advice}$`,
  'i',
);

/** Whether it says of the asked number itself that somebody else has it, or that it is not for sale any more. */
export function saysNumberIsGone(words: string): boolean {
  return numberIsGone.test(plainly(plainly(words).replace(digits, ' number ')));
}

const areaIsEmpty =
  /\barea code\b[^.!]*\b(not (currently |now |yet )?available|unavailable|out of (stock|numbers)|no (phone |telephone )?numbers)\b|\bno (phone |telephone )?numbers\b[^.!]*\barea code\b/i;
const MAX_SUGGESTIONS = 10;

/**
 * Where it says that nothing is for sale in the area code that was asked for: the others that it names, in the sentences
 * behind that one. Null where it says no such thing.
 */
export function readEmptyArea(words: string): readonly string[] | null {
  const [said = '', ...others] = plainly(words).split(/[.!]/);
  if (!areaIsEmpty.test(said)) return null;
  const named = others.join('.').match(/(?<!\d)[2-9]\d\d(?!\d)/g) ?? [];
  return [...new Set(named)].slice(0, MAX_SUGGESTIONS);
}

// Whatever it is already: nobody can list all that vendors write after this word.
const ours = /\balready\b|\bin use\b|\bduplicate|\byou own\b|\bowned\b|\bexists in\b/i;

/** Whether it says that there is one already: it may be our own, of a call that something between us has repeated. */
export function saysAlreadyThere(words: string): boolean {
  return ours.test(plainly(words));
}

const noAgent =
  /\b(agent|assistant)\b.*\b(not found|not exist|unknown|missing|invalid)\b|\bno (such )?(agent|assistant)\b/i;

/** Whether it says that there is no such agent. */
export function saysNoAgent(words: string): boolean {
  return noAgent.test(plainly(words));
}

const key =
  /\b(api|access|secret|auth\w*|invalid|no such|bad|wrong|missing|expired|revoked) ?(key|token)s?\b|\b(key|token)s? (is|was|has|not|invalid|expired|revoked)\b|\b(credentials?|not authenticated|unauthenticated|unauthori[sz]ed)\b|\bauthentication\b/i;

/** Whether it is about the key that this service shows. */
export function saysKeyIsWrong(words: string): boolean {
  return key.test(plainly(words));
}

const broke = /\btime(d|s)?[ -]?out\b|\b(unexpected|internal)( server)? (error|failure)\b/i;

/** Whether it says that something broke half-way, or took too long: what came of the call, it does not know itself. */
export function saysItBroke(words: string): boolean {
  return broke.test(plainly(words));
}

const passing =
  /\b(balance|credits?|funds|top up|quota|rate limit|too many|try again|retry|temporar\w*|overloaded|service (is )?unavailable|in progress|busy|later)\b/i;

/** Whether the reason may pass, so that the same call may go well later. */
export function mayPass(words: string): boolean {
  return passing.test(plainly(words));
}

/** `NUMBER_UNAVAILABLE` and the like are read as words. */
function plainly(words: string): string {
  return words
    .replace(/[_"'“”‘’`]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
