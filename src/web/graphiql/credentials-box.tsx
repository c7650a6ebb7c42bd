import type { FormEvent } from 'react';
import { keepCredentials } from '../credentials.ts';

/** Takes what the service asks to see. The page is loaded anew with it, since all that it shows may change. */
export function CredentialsBox({ isAdmitted }: { readonly isAdmitted: boolean }) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    keepCredentials(sessionStorage, String(new FormData(event.currentTarget).get('credentials') ?? ''));
    location.reload();
  }
  return (
    <form className="credentials" onSubmit={submit}>
      {isAdmitted ? (
        <span>Your secret or token is kept in this tab only.</span>
      ) : (
        <label>
          This service asks who calls. The router’s secret, or a token:{' '}
          <input type="password" name="credentials" autoComplete="off" />
        </label>
      )}
      <button type="submit">{isAdmitted ? 'Forget it' : 'Use it in this tab'}</button>
    </form>
  );
}
