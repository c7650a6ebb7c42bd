import { loadConfig } from '../config.ts';
import { NothingToReadError, openExistingDatabase } from '../database/open.ts';
import { acceptLedger } from '../ledger/identity.ts';
import { MemoryDamagedError, memoryFileIn, readMemory } from '../ledger/memory.ts';
import { explainDatabase } from '../start-error.ts';
import { createLogger } from '../telemetry/logger.ts';
import { CommandError } from './command-error.ts';

/**
 * Says that the ledger in the database is the right one, whatever services remember: they buy again. Runs beside them.
 * @throws {CommandError | ConfigError} where there is no ledger, or nothing to accept.
 */
export async function runAcceptLedger(): Promise<void> {
  const config = loadConfig();
  if (config.sandbox)
    throw new CommandError('In the sandbox nothing is bought, and no ledger is held against another.');
  try {
    const remembered = readMemory(memoryFileIn(config.dataDir));
    const database = await openExistingDatabase(config, { logger: createLogger('silent'), readOnly: false });
    try {
      await database.transaction().execute((transaction) => acceptLedger(transaction, remembered?.identity ?? null));
    } finally {
      await database.destroy();
    }
  } catch (cause) {
    const isForPeople = cause instanceof NothingToReadError || cause instanceof MemoryDamagedError;
    const message = isForPeople ? cause.message : explainDatabase(cause, config);
    throw message === null ? cause : new CommandError(message, { cause });
  }
  process.stdout.write('The ledger is accepted: services that run on it buy again.\n');
}
