/**
 * What was found of an operation whose outcome is open.
 * - `never-sent`: the service stopped before the vendor was called.
 * - `in-account`: the number is in the account; it was not there before, or had been released before the call, and no other
 *   operation has it.
 * - `seen-in-account`: the same of the registry, since somebody has seen, adopted, renamed or released it meanwhile.
 * - `not-in-account`: a complete sync, begun after the grace period, without the number.
 * - `marker-not-in-account`: the same of the marker, where the vendor picks the number itself.
 * - `obtained-not-shown`: the vendor has answered with an id, and does not show the number yet; for a day:
 *   `obtained-not-shown-for-a-day`.
 * - `still-offered`: after the grace period, the vendor's search still offers the number.
 * - `untraceable`: the grace period is over, and no call to the vendor can tell.
 * - `as-asked`, `not-as-asked`: how the number is now; the latter after the grace period.
 * - `no-longer-in-account`, `still-there`: whether the number is in the account; the latter after the grace period.
 * - `too-early`: the vendor may still act on the call.
 * - `no-answer-for-a-day`: the vendor has not answered for a day.
 */
export type Evidence =
  | 'never-sent'
  | 'in-account'
  | 'seen-in-account'
  | 'not-in-account'
  | 'marker-not-in-account'
  | 'obtained-not-shown'
  | 'obtained-not-shown-for-a-day'
  | 'still-offered'
  | 'untraceable'
  | 'as-asked'
  | 'not-as-asked'
  | 'no-longer-in-account'
  | 'still-there'
  | 'too-early'
  | 'no-answer-for-a-day';

/**
 * What may be concluded.
 * - `happened`: it succeeded.
 * - `did-not-happen`: it failed; the same key may ask again.
 * - `never-again`: it failed, and this key must not ask again: nothing would make a second call harmless.
 * - `open`: look again later.
 * - `person`: a person looks, and settles it.
 */
export type Verdict = 'happened' | 'did-not-happen' | 'never-again' | 'open' | 'person';

/** The only place that says what follows from what. */
export const verdicts = {
  'never-sent': 'did-not-happen',
  'in-account': 'happened',
  'seen-in-account': 'happened',
  'not-in-account': 'did-not-happen',
  'marker-not-in-account': 'never-again',
  'obtained-not-shown': 'open',
  'obtained-not-shown-for-a-day': 'person',
  'still-offered': 'did-not-happen',
  untraceable: 'person',
  'as-asked': 'happened',
  'not-as-asked': 'did-not-happen',
  'no-longer-in-account': 'happened',
  'still-there': 'did-not-happen',
  'too-early': 'open',
  'no-answer-for-a-day': 'person',
} as const satisfies Record<Evidence, Verdict>;
