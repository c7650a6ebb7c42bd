import { setTimeout as sleep } from 'node:timers/promises';
import { VendorError } from './vendor-error.ts';

/** How often something is looked at that should be there within moments. */
const PAUSES_MS = [0, 500, 1_000];

/** Reads until it is there, a few times within 2 s; returns what was read last. Throws what `read` throws. */
export async function untilThere<Answer>(
  read: () => Promise<Answer>,
  isThere: (answer: Answer) => boolean,
): Promise<Answer> {
  let answer: Answer | undefined;
  for (const pauseMs of PAUSES_MS) {
    await sleep(pauseMs);
    answer = await read();
    if (isThere(answer)) return answer;
  }
  return answer ?? read();
}

/** What is read, or else this: for what reconciliation asks again where the vendor does not answer. */
export async function orElse<Answer>(otherwise: Answer, read: () => Promise<Answer>): Promise<Answer> {
  return read().catch((error: unknown) => {
    if (error instanceof VendorError) return otherwise;
    throw error;
  });
}
