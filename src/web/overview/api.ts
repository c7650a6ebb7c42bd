import { credentialHeaders } from '../credentials.ts';
import type { TypedDocumentString } from './generated/documents.ts';
import { refuse } from './session.ts';

/** Longer than a purchase takes at most: docs/join-your-supergraph.md says how long. */
const TIMEOUT_MS = 70_000;
const UNAUTHENTICATED = 401;

/**
 * What came of a request: its data, or a sentence that says why there is none. `lacking` says why something in the data is null
 * that may be there.
 */
export type Answer<Result> =
  | { readonly data: Result; readonly failure: null; readonly lacking: string | null }
  | { readonly data: null; readonly failure: string };

type Body<Result> = { readonly data?: Result | null; readonly errors?: readonly { readonly message: string }[] };

/**
 * Sends one operation to the service of this page, with what the caller has signed in with. `signal` ends the wait, not what was
 * asked for. A field that the caller may not read is null in the data.
 */
export async function send<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Answer<Result>> {
  const response = await post({ query: document, variables }, signal);
  if (response === null) return failed('The service does not answer.');
  if (response.status === UNAUTHENTICATED) {
    refuse();
    return failed('The service asks who calls.');
  }
  const body = await read<Result>(response);
  const error = body?.errors?.[0]?.message ?? null;
  if (body?.data) return { data: body.data, failure: null, lacking: error };
  return failed(error ?? `Something else answered in its place, with status ${response.status}.`);
}

async function post(body: object, signal: AbortSignal): Promise<Response | null> {
  try {
    return await fetch('/graphql', {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...credentialHeaders(sessionStorage),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
  } catch {
    return null;
  }
}

async function read<Result>(response: Response): Promise<Body<Result> | null> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function failed(failure: string): { readonly data: null; readonly failure: string } {
  return { data: null, failure };
}
