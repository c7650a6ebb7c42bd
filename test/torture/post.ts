import { toBody } from '../support/changes.ts';
import type { Answer } from '../support/test-app.ts';

/** How long a client waits for an answer, in ms: an instance may be paused for longer. */
const PATIENCE_MS = 5_000;

/** The payload of a mutation; null where nobody answers, and `error` where the answer has none. */
export async function mutate(
  url: string | null,
  { mutation, key, input }: { readonly mutation: string; readonly key: string | null; readonly input: object },
) {
  const answer = await post(url, toBody(mutation, key, input));
  if (answer === null) return null;
  return answer.status === 200 && !answer.errors ? answer.data[mutation] : 'error';
}

/** Sends one GraphQL request; null where nobody answers in time. */
export async function post(url: string | null, body: object): Promise<Answer | null> {
  if (url === null) return null;
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const answer: Omit<Answer, 'status'> = await response.json();
    return { status: response.status, ...answer };
  } catch {
    return null;
  }
}
