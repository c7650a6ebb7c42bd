import { type Attributes, type Histogram, ROOT_CONTEXT } from '@opentelemetry/api';

/** How a piece of work ended. */
type Ended<Result> = { readonly result: Result } | { readonly error: unknown };

/** Does the work, and records how many seconds it took, under what it came to; what it throws is thrown on. */
export async function timed<Result>(
  durations: Histogram,
  work: () => Promise<Result>,
  attributesOf: (ended: Ended<Result>) => Attributes,
): Promise<Result> {
  const startedAt = performance.now();
  const record = (ended: Ended<Result>) =>
    durations.record((performance.now() - startedAt) / 1_000, attributesOf(ended), ROOT_CONTEXT);
  try {
    const result = await work();
    record({ result });
    return result;
  } catch (error) {
    record({ error });
    throw error;
  }
}
