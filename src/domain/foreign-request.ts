import { isLoopback } from './loopback.ts';
import { remember } from './remember.ts';

/**
 * Why a request may come from a page of somebody else's in a browser of this machine: such a page can make its own name
 * lead here, and then looks like this service's own page to the browser.
 * - `host`: it was sent to a name that is not this service's.
 * - `origin`, `cross-site`: the browser says that another site's page sent it.
 */
export type Foreign = 'host' | 'origin' | 'cross-site';

type Heard = {
  /** The value of a header; an empty text where there is none. */
  readonly header: (name: string) => string;
  /** Whether it is answered with a page, which holds no data: links lead to it from anywhere. */
  readonly isPage?: boolean;
};

type Names = {
  /** What the service listens on. */
  readonly host: string;
  /** What it is called besides. */
  readonly allowedHosts: readonly string[];
};

/** A name or an address, and a port: nothing else that a URL may have in its place. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i;

/** Null where a request is sent to a name of this service, and not by another site's page. */
export function whyForeign({ header, isPage = false }: Heard, { host, allowedHosts }: Names): Foreign | null {
  const name = hostnameIn(header('host'));
  const isAllowed = (given: string | null) => given !== null && allowedHosts.includes(given);
  if (name === null || !(isLoopback(name) || name === bare(host) || isAllowed(name))) return 'host';
  const origin = header('origin');
  if (origin !== '' && hostOf(origin) !== header('host').toLowerCase() && !isAllowed(hostnameOf(origin)))
    return 'origin';
  const isLink = isPage && header('sec-fetch-mode') === 'navigate';
  return header('sec-fetch-site') === 'cross-site' && !isLink ? 'cross-site' : null;
}

/** Of the header `Host`, which is the same in nearly all requests. A name is no longer than 255 characters, a port 5. */
function hostnameIn(header: string): string | null {
  return header.length > 261 ? null : knownHostname(header);
}

const knownHostname = remember((header) => (HOST.test(header) ? hostnameOf(`http://${header}`) : null));

function hostnameOf(url: string): string | null {
  return URL.canParse(url) ? bare(new URL(url).hostname) : null;
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}

/** An IPv6 address stands in brackets in URLs. */
function bare(hostname: string): string {
  return hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}
