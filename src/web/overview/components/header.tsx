import type { ReactNode } from 'react';
import { signOut } from '../session.ts';
import { told } from '../told.ts';
import { Mode } from './tag.tsx';

/** The bar that stays at the top. */
export function Header({ children }: { readonly children?: ReactNode }) {
  return (
    <header>
      <div className="bar">
        <b>Phone numbers</b>
        <Mode />
        {children}
      </div>
    </header>
  );
}

/** A link to GraphiQL, where there is one. */
export function GraphiqlLink({ className }: { readonly className?: string }) {
  return told.hasGraphiql ? (
    <a className={className} href="/graphiql">
      GraphiQL
    </a>
  ) : null;
}

/** Forgets who signed in; nothing where nobody does. */
export function SignOut({ actor }: { readonly actor: string | null }) {
  return told.asksWhoCalls ? (
    <button type="button" className="link" onClick={signOut}>
      Sign out{actor === null ? '' : ` ${actor}`}
    </button>
  ) : null;
}
