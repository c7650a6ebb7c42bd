import type { TypedDocumentString } from './gql/graphql.ts';

/** Longer than a gateway waits for a purchase: docs/join-your-supergraph.md says how long that may take. */
const TIMEOUT_MS = 70_000;

type Answer<Result> = { readonly data?: Result | null; readonly errors?: readonly unknown[] };

/**
 * Sends one operation, and gives its data; null where nobody can tell what became of it: no answer, none in GraphQL, or none
 * with data. `signal` ends the wait, not what was asked for. Who signs in adds the header `authorization` here.
 */
export async function send<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Result | null> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const { data = null }: Answer<Result> = await response.json();
    return data;
  } catch {
    return null;
  }
}
