import type { SubmitEvent } from 'react';
import { keptCredentials } from '../../credentials.ts';
import { signIn, useSession } from '../session.ts';

/** Takes a token, or a router's secret. What was refused stays in the box. */
export function SignIn() {
  const { why } = useSession();
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    signIn(String(new FormData(event.currentTarget).get('token') ?? ''));
  }
  return (
    <main>
      <section className="signin" aria-labelledby="signin">
        <h1 id="signin">Sign in</h1>
        <p>This service answers only callers that it knows.</p>
        <form onSubmit={submit}>
          <label htmlFor="token">Token, or the router’s secret</label>
          <input
            id="token"
            name="token"
            type="password"
            autoComplete="off"
            spellCheck={false}
            required
            defaultValue={keptCredentials(sessionStorage)}
            aria-invalid={why !== null}
            aria-describedby={why === null ? 'token-hint' : 'token-why token-hint'}
            // biome-ignore lint/a11y/noAutofocus: there is nothing else on this page
            autoFocus
          />
          {why !== null && (
            <p className="wrong" id="token-why" role="alert">
              {why}
            </p>
          )}
          <button type="submit" className="btn main">
            Sign in
          </button>
          <p className="hint" id="token-hint">
            What you may see and do is what the token may. It is kept in this tab until you close it, and is sent to
            this service alone.
          </p>
        </form>
      </section>
    </main>
  );
}
