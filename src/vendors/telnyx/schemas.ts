import { z } from 'zod';
import { listOf, optionalText, recordId, requiredText } from '../texts.ts';

// A member that is not what it should be counts as absent: a number that was bought must not be lost over its reference.
const text = optionalText();
const count = z.int().nonnegative().nullish().catch(null);
const lines = <Line extends z.ZodType>(line: Line) => listOf(line).nullish().catch(null);

/** A number of the account. Its secrets, such as `external_pin`, are not read. */
const number = z.object({
  ...{ id: recordId, phone_number: requiredText(), status: text, customer_reference: text },
  connection_id: text,
  ...{ purchased_at: text, created_at: text, updated_at: text },
});

/** An order, as it is answered and as its list shows it: a row says less. */
const order = z.object({
  ...{ id: recordId, status: requiredText(), customer_reference: text },
  requirements_met: z.boolean().nullish().catch(null),
  phone_numbers: lines(
    z.object({
      phone_number: requiredText(),
      regulatory_requirements: lines(z.object({ field_type: text, field_value: text })),
    }),
  ),
});

const candidate = z.object({
  phone_number: requiredText(),
  cost_information: z.object({ monthly_cost: text, currency: text }).nullish().catch(null),
});

const meta = z.object({ page_number: count, total_pages: count, total_results: count }).nullish().catch(null);

export const numberAnswer = z.object({ data: number }).transform(({ data }) => data);
export const orderAnswer = z.object({ data: order }).transform(({ data }) => data);
/** Pages and searches; null in place of a record that cannot be read. */
export const numberPage = z.object({ data: listOf(number), meta });
export const orderPage = z.object({ data: listOf(order), meta });
export const searchAnswer = z.object({ data: listOf(candidate) });
/** The answer to a release says nothing that is not known. */
export const removalAnswer = z.unknown();

export type NumberBody = z.infer<typeof number>;
export type OrderBody = z.infer<typeof order>;
export type SearchBody = z.infer<typeof searchAnswer>;
