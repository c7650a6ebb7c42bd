import { loadSettings } from '../config.ts';
import { acceptLedger } from '../ledger/identity.ts';
import { MemoryDamagedError, memoryFileIn, type Remembered, readMemory } from '../ledger/memory.ts';
import { CommandError } from './command-error.ts';
import { openBesideService } from './open-beside-service.ts';

/**
 * Says that the ledger in the database is the right one, whatever services remember: they buy again. Runs beside them.
 * @throws {CommandError | ConfigError} where there is no ledger, or nothing to accept.
 */
export async function runAcceptLedger(): Promise<void> {
  const { config } = await loadSettings();
  if (config.sandbox)
    throw new CommandError('In the sandbox nothing is bought, and no ledger is held against another.');
  const remembered = read(memoryFileIn(config.dataDir));
  await openBesideService(config, (database) =>
    database.transaction().execute((transaction) => acceptLedger(transaction, remembered?.identity ?? null)),
  );
  process.stdout.write('The ledger is accepted: services that run on it buy again.\n');
}

function read(file: string): Remembered | null {
  try {
    return readMemory(file);
  } catch (cause) {
    throw cause instanceof MemoryDamagedError ? new CommandError(cause.message, { cause }) : cause;
  }
}
