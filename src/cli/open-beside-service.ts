import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { NothingToReadError, openExistingDatabase } from '../database/open.ts';
import { explainDatabase } from '../start-error.ts';
import { createLogger } from '../telemetry/logger.ts';
import { CommandError } from './command-error.ts';

/**
 * Works on the database of a service, which may run meanwhile; reads and no more, if told so. What is given to the stack is closed before the database.
 * @throws {CommandError} where there is no database, or it cannot be had; and what the work throws.
 */
export async function openBesideService<Result>(
  config: Config,
  work: (database: Database, stack: AsyncDisposableStack) => Promise<Result>,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): Promise<Result> {
  await using stack = new AsyncDisposableStack();
  try {
    const database = await openExistingDatabase(config, { logger: createLogger('silent'), readOnly });
    stack.defer(() => database.destroy());
    return await work(database, stack);
  } catch (cause) {
    const message = cause instanceof NothingToReadError ? cause.message : explainDatabase(cause, config);
    throw message === null ? cause : new CommandError(message, { cause });
  }
}
