import type { z } from 'zod';
import type { HttpReply } from './http/client.ts';
import { VendorError } from './vendor-error.ts';

/** What a call was about, as far as the meaning of its failure depends on it. */
export type CallFacts = {
  readonly effect: 'nothing' | 'purchase' | 'other';
  /** What was sent along and must never be shown: the API key, a login. */
  readonly secrets: readonly string[];
};

/** How one vendor's failures are understood; its `errors.ts`. */
export type ErrorReading = {
  /** What an answer other than 2xx means. */
  toRefusal(reply: HttpReply, call: CallFacts): VendorError;
  /** What a call without an answer means. */
  toFailure(error: unknown, call: CallFacts): VendorError;
  /** What a 2xx answer means whose body is not what it should be. */
  toUnreadable(cause: unknown, call: CallFacts): VendorError;
};

type Expectation<Body> = {
  readonly schema: z.ZodType<Body>;
  readonly errors: ErrorReading;
  readonly call: CallFacts;
};

/** Waits for an answer and reads its body. Throws `VendorError` and nothing else. */
export async function readAnswer<Body>(
  answer: Promise<HttpReply>,
  { schema, errors, call }: Expectation<Body>,
): Promise<Body> {
  const reply = await answer.catch((error: unknown) => {
    throw errors.toFailure(error, call);
  });
  if (reply.status < 200 || reply.status >= 300) throw errors.toRefusal(reply, call);
  const parsed = schema.safeParse(reply.body);
  if (!parsed.success) throw errors.toUnreadable(parsed.error, call);
  return parsed.data;
}

/** Asks for one record by its id; null where the vendor says that there is none. */
export async function findById<Body>(id: string, read: (id: string) => Promise<Body>): Promise<Body | null> {
  // In a path these name another resource of either vendor, however they are encoded.
  if (['', '.', '..', 'search', 'purchase'].includes(id)) return null;
  try {
    return await read(id);
  } catch (error) {
    if (error instanceof VendorError && error.reason === 'not-found') return null;
    throw error;
  }
}
