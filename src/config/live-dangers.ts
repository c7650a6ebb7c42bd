import { isLoopback } from '../domain/loopback.ts';
import type { Environment } from './variables.ts';

/** Nobody has to be who they say they are where Node is told this. */
const TLS_SWITCH = 'NODE_TLS_REJECT_UNAUTHORIZED';

/** What a service that spends money must not be started with. Each mistake names the variable. */
export function findDangers(values: Environment, given: ReadonlyMap<string, string>): string[] {
  const dangers: string[] = [];
  const asksWhoCalls = values.ROUTER_SECRETS !== undefined || values.AUTH_JWKS_URL !== undefined;
  if (!isLoopback(values.HOST) && !asksWhoCalls) {
    dangers.push(
      'HOST can be reached from elsewhere, and whoever calls could buy: set ROUTER_SECRETS or AUTH_JWKS_URL',
    );
  }
  if (given.get(TLS_SWITCH)?.trim() === '0') {
    dangers.push(`${TLS_SWITCH} is 0, so that anybody could pass for a vendor and get its key: remove it`);
  }
  if (values.DATABASE_URL !== undefined && values.DATABASE_TLS !== false && isExposed(values.DATABASE_URL, given)) {
    dangers.push(
      'DATABASE_URL leads to another machine without TLS that is verified: add ?sslmode=verify-full to it, or set ' +
        'DATABASE_TLS=off where the way there is safe',
    );
  }
  return dangers;
}

/** Whether PostgreSQL is on another machine, and what is sent to it could be read or answered on the way; as `pg` takes the URL. */
function isExposed(text: string, given: ReadonlyMap<string, string>): boolean {
  const { hostname, searchParams } = new URL(text);
  const host = searchParams.get('host') ?? (decodeURIComponent(hostname) || given.get('PGHOST') || 'localhost');
  // A socket is a path.
  if (host.startsWith('/') || isLoopback(host)) return false;
  const hasFiles = ['sslcert', 'sslkey', 'sslrootcert'].some((name) => searchParams.has(name));
  const isOn = hasFiles || ['true', '1'].includes(searchParams.get('ssl') ?? '');
  const mode = searchParams.get('sslmode') ?? (isOn ? 'verify-full' : given.get('PGSSLMODE'));
  // By itself, `pg` verifies what libpq would only encrypt.
  const verified = searchParams.get('uselibpqcompat') === 'true' ? VERIFIED : [...VERIFIED, 'require'];
  return mode === undefined || !verified.includes(mode);
}

const VERIFIED = ['verify-ca', 'verify-full'];
