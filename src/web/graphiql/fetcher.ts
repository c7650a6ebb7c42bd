import { credentialHeaders } from '../credentials.ts';

const GONE = 'The service does not answer: it was stopped, or the network is down. Run this again once it is back.';

/** Sends an operation to the server of this page. What keeps it from being answered is told in a sentence. */
export async function fetchGraphQL(body: unknown, options?: { headers?: Record<string, string> }) {
  const response = await post(body, options?.headers);
  if (response === null) return toError(GONE);
  try {
    return await response.json();
  } catch {
    return toError(
      `Something between this page and the service answered in its place, with status ${response.status}.`,
    );
  }
}

async function post(body: unknown, headers: Record<string, string> = {}): Promise<Response | null> {
  try {
    return await fetch('/graphql', {
      method: 'POST',
      headers: {
        accept: 'application/json',
        ...credentialHeaders(sessionStorage),
        ...headers,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
  } catch {
    return null;
  }
}

function toError(message: string) {
  return { errors: [{ message }] };
}
