import { useSyncExternalStore } from 'react';
import { credentialHeaders, keepCredentials, keptCredentials } from '../credentials.ts';
import { told } from './told.ts';

/** Whether the service lets this tab in, as far as is known; and if not, what is wrong with what was shown. */
export type Session = { readonly isOut: boolean; readonly why: string | null };

let session: Session = { isOut: told.asksWhoCalls && keptCredentials(sessionStorage) === '', why: null };
const listeners = new Set<() => void>();

/** The session of this tab. */
export function useSession(): Session {
  return useSyncExternalStore(subscribe, () => session);
}

/** Is let in with what was typed, until the service refuses it. */
export function signIn(text: string): void {
  keepCredentials(sessionStorage, text);
  become({ isOut: false, why: null });
}

/** Forgets what was shown. The keys of what is under way stay: without them, it might be done twice. */
export function signOut(): void {
  keepCredentials(sessionStorage, '');
  become({ isOut: true, why: null });
}

/** The service has refused what was shown. It stays in the box, so that a slip can be mended. */
export function refuse(): void {
  const kept = keptCredentials(sessionStorage);
  become({ isOut: true, why: kept === '' ? null : explain(kept) });
}

function explain(kept: string): string {
  if (!('authorization' in credentialHeaders(sessionStorage))) return 'This secret is not valid.';
  const { exp } = claimsOf(kept);
  return typeof exp === 'number' && exp * 1000 < Date.now() ? 'This token has expired.' : 'This token is not valid.';
}

/** What a token says of itself. It is the service that decides. */
function claimsOf(token: string): { readonly exp?: unknown } {
  try {
    const [, payload = ''] = token.split('.');
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return {};
  }
}

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
