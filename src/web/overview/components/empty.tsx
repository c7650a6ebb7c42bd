import type { ReactNode } from 'react';
import { usePage } from '../page.ts';
import { told } from '../told.ts';
import { go } from '../url.ts';
import { listNames } from '../words.ts';
import { GraphiqlLink } from './header.tsx';

/** Says that there is nothing, and what would lead to something. */
export function Nothing({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="nothing">
      <h3>{title}</h3>
      {children}
    </div>
  );
}

/** What to begin with, where there is no number yet. */
export function NoNumbers() {
  const { vendors, may } = usePage();
  const lists = vendors.filter(({ capabilities }) => capabilities.includes('LIST')).map(({ title }) => title);
  const others = vendors.filter(({ capabilities }) => !capabilities.includes('LIST')).map(({ title }) => title);
  return (
    <Nothing title="No numbers yet">
      <p>
        Buy one{told.mode === 'sandbox' ? ': in the sandbox it costs nothing' : ''}.
        {lists.length > 0 && ` Numbers that you have at ${listNames(lists)} appear by themselves.`}
        {others.length > 0 && (
          <>
            {` ${listNames(others)} cannot list what you have there: add each number with `}
            <span className="id">adoptNumber</span>
            {told.hasGraphiql ? ' in GraphiQL.' : '.'}
          </>
        )}
      </p>
      <p className="foot">
        {may('numbers:purchase') && (
          <button type="button" className="btn" onClick={() => go({ buy: 'new' }, { isStep: true })}>
            Buy a number
          </button>
        )}
        <GraphiqlLink />
      </p>
    </Nothing>
  );
}
