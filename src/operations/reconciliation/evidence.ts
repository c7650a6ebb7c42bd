/**
 * What was found of an operation whose outcome is open.
 * - `never-sent`: the service stopped before the vendor was called.
 * - `in-account`: the number is in the account; it was not there before, and no other operation obtained it.
 * - `seen-in-account`: the same of the registry, since somebody has seen, adopted or released the number meanwhile.
 * - `not-in-account`: a complete sync, begun after the grace period, without the number.
 * - `mark-not-in-account`: the same of the mark, where the vendor picks the number itself.
 * - `obtained-untold`: the vendor has answered with an id, and does not tell the number yet; for a day:
 *   `obtained-untold-for-a-day`.
 * - `still-offered`: after the grace period, the vendor's search still offers the number.
 * - `untraceable`: the grace period is over, and no call to the vendor can tell.
 * - `as-asked`, `not-as-asked`: how the number is now; the latter after the grace period.
 * - `gone`, `still-there`: whether the number is in the account; the latter after the grace period.
 * - `too-early`: the vendor may still act on the call.
 * - `silent-for-a-day`: the vendor has not told for a day.
 */
export type Evidence =
  | 'never-sent'
  | 'in-account'
  | 'seen-in-account'
  | 'not-in-account'
  | 'mark-not-in-account'
  | 'obtained-untold'
  | 'obtained-untold-for-a-day'
  | 'still-offered'
  | 'untraceable'
  | 'as-asked'
  | 'not-as-asked'
  | 'gone'
  | 'still-there'
  | 'too-early'
  | 'silent-for-a-day';

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
  'mark-not-in-account': 'never-again',
  'obtained-untold': 'open',
  'obtained-untold-for-a-day': 'person',
  'still-offered': 'did-not-happen',
  untraceable: 'person',
  'as-asked': 'happened',
  'not-as-asked': 'did-not-happen',
  gone: 'happened',
  'still-there': 'did-not-happen',
  'too-early': 'open',
  'silent-for-a-day': 'person',
} as const satisfies Record<Evidence, Verdict>;
