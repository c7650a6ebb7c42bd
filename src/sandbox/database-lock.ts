import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { HOW_TO_SHARE } from './state-lock.ts';
import { SandboxStateError } from './state-store.ts';

/** A number of PostgreSQL's advisory locks, chosen at random once; locks are apart for each database of a server. */
const LOCK = 5_140_927_733;
/** SQLSTATE of a lock that was waited for in vain: a transaction waits for some seconds, as a killed process may need. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Keeps other services with fake vendors of their own off a PostgreSQL database until it is disposed of. The lock is the
 * server's: it goes with the process, but also with the connection. It belongs to a transaction that stays open, not to
 * a session: a pooler keeps those to one connection. Throws `SandboxStateError` if it is held already.
 */
export async function lockSandboxDatabase(database: Database): Promise<AsyncDisposable> {
  const locked = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const holding = database.transaction().execute(async (transaction) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction);
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction);
    locked.resolve();
    await over.promise;
  });
  holding.catch(locked.reject);
  try {
    await locked.promise;
  } catch (cause) {
    const isLeased = cause instanceof Error && 'code' in cause && cause.code === LOCK_NOT_AVAILABLE;
    if (!isLeased) throw cause;
    throw new SandboxStateError(`The sandbox in DATABASE_URL is in use by another process. ${HOW_TO_SHARE}`, { cause });
  }
  return {
    async [Symbol.asyncDispose]() {
      over.resolve();
      // Where that fails, the connection is lost, and the lock with it.
      await holding.catch(() => undefined);
    },
  };
}
