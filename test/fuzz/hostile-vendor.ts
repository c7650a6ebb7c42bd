import fc from 'fast-check';
import type { Lie } from '../support/misleading/way.ts';
import { anything } from './values.ts';

const statuses = fc.constantFrom(200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503);

/** What a vendor answers that is broken, or means harm: garbage, or the truth with some of its values replaced. */
export const lies: fc.Arbitrary<Lie> = fc.oneof(
  fc.record({ status: statuses, value: anything }).map(
    ({ status, value }): Lie =>
      (exchange) =>
        exchange.answer({ status, text: JSON.stringify(value) ?? '' }),
  ),
  fc.record({ status: statuses, text: fc.string({ unit: 'binary', maxLength: 200 }) }).map(
    (reply): Lie =>
      (exchange) =>
        exchange.answer(reply),
  ),
  fc.constant<Lie>((exchange) => exchange.breakOff()),
  fc.record({ member: fc.nat(40), value: anything }).map(
    ({ member, value }): Lie =>
      async (exchange) => {
        const { status, text } = await exchange.forward();
        exchange.answer({ status, text: replaced(text, member, value) });
      },
  ),
);

/** The text with the value of its n-th member replaced. */
function replaced(text: string, member: number, value: unknown): string {
  try {
    let seen = 0;
    return JSON.stringify(JSON.parse(text), (name, known: unknown) => {
      seen += 1;
      return name !== '' && seen === member + 2 ? value : known;
    });
  } catch {
    return text;
  }
}
