import type { GraphiqlInfo } from './info.ts';

/** Says above everything else where one is, and whether what is bought here costs money. */
export function NoticeStrip({ info }: { readonly info: GraphiqlInfo }) {
  const { mode, server, controlUrl } = info;
  return (
    <output className={mode === 'live' ? 'notice notice-live' : 'notice'}>
      <span>
        {server === 'gateway' && <b>Supergraph. </b>}
        {sentenceOf(info)}
      </span>
      <span className="notice-links">
        <a href="/graphiql/docs/join-your-supergraph.html" target="_blank" rel="noreferrer">
          Docs
        </a>
        {controlUrl !== null && isOnThisMachine(location.hostname) && (
          <a href={controlUrl} target="_blank" rel="noreferrer">
            Steer the fake vendors
          </a>
        )}
      </span>
    </output>
  );
}

function sentenceOf({ mode, vendors }: GraphiqlInfo): string {
  const titles = new Intl.ListFormat('en').format(vendors);
  if (mode === 'live') return `Live: buying a number spends money at ${titles}.`;
  return vendors.length === 0
    ? 'Sandbox: no real vendor is called and no money is spent.'
    : `Sandbox: ${titles} are fakes. No real vendor is called and no money is spent.`;
}

/** The fake vendors listen on the machine of the service alone. */
function isOnThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/** What the browser's tab is called: which of several open pages this is. */
export function titleOf(info: GraphiqlInfo | null): string {
  const name = info?.server === 'gateway' ? 'Supergraph' : 'Phone Numbers';
  if (info === null) return name;
  return `${name} (${info.mode === 'live' ? 'live' : 'sandbox'})`;
}
