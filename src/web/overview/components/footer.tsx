import type { ReactNode } from 'react';

/** What is the same on every day; on phones, also what the bar at the top has no room for. */
export function Footer({ children }: { readonly children: ReactNode }) {
  return (
    <footer>
      <span>Times are local, days in the chart are UTC.</span>
      <a href="/overview/licences.txt">Licences</a>
      <span className="narrow">{children}</span>
    </footer>
  );
}
