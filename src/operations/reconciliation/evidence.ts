import type { CallOutcome } from '../../domain/call.ts';

/**
 * What was found of an operation whose outcome is open.
 * - `never-sent`: the service stopped before the vendor was called.
 * - `in-account`: the number is in the account; it was not there before the first call, or had been released before it,
 *   and no other operation has it.
 * - `seen-in-account`: the same of the registry, since somebody has seen, adopted, renamed or released it meanwhile.
 * - `was-there-before`: the number that was to be bought is in the account, and was before the first call.
 * - `is-anothers`: it is in the account, and another operation obtained it.
 * - `not-seen-once`: one complete sync without the number, or several less than a grace period apart.
 * - `not-seen-twice`: two complete syncs without it, both begun after the grace period, one grace period apart;
 *   `not-seen-twice-after-refusal` where the last call was refused in a way that may be about an earlier one;
 *   `marker-not-seen-twice` where the vendor picks the number itself.
 * - `unavailable-and-not-shown`: every call was answered, the last with "no longer available", and a complete sync that
 *   began afterwards does not show the number.
 * - `obtained-not-shown`: the vendor has answered with an id, or says that its order is complete, and does not show the number
 *   yet; or shows another.
 * - `order-pending`: a vendor whose purchases are orders has one that may still bring the number, whatever its lists show.
 * - `order-failed`: after the grace period, it says of as many orders as there are unanswered calls that they failed, and
 *   shows no other; `order-failed-after-refusal` where the last call was refused, so that another would be.
 * - `still-offered`: after the grace period, the vendor's search still offers the number, at every look so far.
 * - `untraceable`: no call to the vendor can tell; `refused-untraceable` where a call after one in doubt was refused.
 * - `other-account`: a call was made with the key of another account than the one that can be asked now.
 * - `no-answer`: the vendor does not answer, or not with all that it has.
 * - `as-asked`, `not-as-asked`: how the number is now; the latter after the grace period.
 * - `no-longer-in-account`, `still-there`: whether the number is in the account; the latter after the grace period.
 * - `too-early`: the vendor may still act on the call.
 * `…-for-a-day`: the same, a day after the call.
 */
export type Evidence =
  | 'never-sent'
  | 'in-account'
  | 'seen-in-account'
  | 'was-there-before'
  | 'is-anothers'
  | 'not-seen-once'
  | 'not-seen-twice'
  | 'not-seen-twice-after-refusal'
  | 'marker-not-seen-twice'
  | 'unavailable-and-not-shown'
  | 'obtained-not-shown'
  | 'obtained-not-shown-for-a-day'
  | 'order-pending'
  | 'order-pending-for-a-day'
  | 'order-failed'
  | 'order-failed-after-refusal'
  | 'still-offered'
  | 'still-offered-for-a-day'
  | 'untraceable'
  | 'untraceable-for-a-day'
  | 'refused-untraceable'
  | 'other-account'
  | 'other-account-for-a-day'
  | 'no-answer'
  | 'no-answer-for-a-day'
  | 'as-asked'
  | 'not-as-asked'
  | 'no-longer-in-account'
  | 'still-there'
  | 'too-early';

/**
 * What may be concluded.
 * - `happened`: it succeeded.
 * - `did-not-happen`: it failed; the same key may ask again: for the same number, if any call of it was in doubt.
 * - `never-again`: it failed, and this key must not ask again: it could only ask for what it cannot have, or nothing would
 *   make a second call harmless.
 * - `choose-again`: nothing happened, and the operation goes on with another number.
 * - `open`: look again later.
 * - `person`: a person looks, and settles it.
 */
export type Verdict = 'happened' | 'did-not-happen' | 'never-again' | 'choose-again' | 'open' | 'person';

/** What follows from what was found: the one place that says so. */
export const verdicts = {
  'never-sent': 'did-not-happen',
  'in-account': 'happened',
  'seen-in-account': 'happened',
  'was-there-before': 'never-again',
  'is-anothers': 'never-again',
  'not-seen-once': 'open',
  'not-seen-twice': 'did-not-happen',
  'not-seen-twice-after-refusal': 'never-again',
  'marker-not-seen-twice': 'never-again',
  'unavailable-and-not-shown': 'choose-again',
  'obtained-not-shown': 'open',
  'obtained-not-shown-for-a-day': 'person',
  'order-pending': 'open',
  'order-pending-for-a-day': 'person',
  'order-failed': 'did-not-happen',
  'order-failed-after-refusal': 'never-again',
  'still-offered': 'open',
  'still-offered-for-a-day': 'did-not-happen',
  untraceable: 'open',
  'untraceable-for-a-day': 'person',
  'refused-untraceable': 'person',
  'other-account': 'open',
  'other-account-for-a-day': 'person',
  'no-answer': 'open',
  'no-answer-for-a-day': 'person',
  'as-asked': 'happened',
  'not-as-asked': 'did-not-happen',
  'no-longer-in-account': 'happened',
  'still-there': 'did-not-happen',
  'too-early': 'open',
} as const satisfies Record<Evidence, Verdict>;

/**
 * What follows from the vendor's answer to a call that obtains a number: where no earlier call of the operation is in
 * doubt, and where one is. `choose-again` only once a vendor that can be asked does not show the number.
 */
export const verdictsOfAnswers = {
  done: { otherwise: 'happened', inDoubt: 'happened' },
  refused: { otherwise: 'did-not-happen', inDoubt: 'open' },
  unavailable: { otherwise: 'choose-again', inDoubt: 'open' },
  conflict: { otherwise: 'open', inDoubt: 'open' },
  unknown: { otherwise: 'open', inDoubt: 'open' },
} as const satisfies Record<CallOutcome, { readonly otherwise: Verdict; readonly inDoubt: Verdict }>;
