import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadSettings } from '../config.ts';
import { backUpSqlite } from '../database/backup.ts';
import { sqliteFileOf } from '../database/open.ts';
import { CommandError } from './command-error.ts';

/**
 * Copies the SQLite file, also while the service writes to it.
 * @throws {CommandError | ConfigError} where there is nothing to copy, or the target cannot be written.
 */
export async function backUp(target: string): Promise<void> {
  const { config } = await loadSettings();
  if (config.databaseUrl !== null)
    throw new CommandError('DATABASE_URL is set: back PostgreSQL up with its own tools.');
  const source = sqliteFileOf(config);
  if (!existsSync(source))
    throw new CommandError(`There is no ${source}: no service has run with this DATA_DIR and these keys yet.`);
  if (existsSync(target))
    throw new CommandError(`${target} is there already: name a new file, such as one with the date and time.`);
  const folder = dirname(target);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(`There is no folder ${folder}: make it, or name a file in another one.`);
  await copy(source, target);
  process.stdout.write(`Copied ${source} to ${target}\n`);
}

async function copy(source: string, target: string): Promise<void> {
  let isOurs = false;
  try {
    // For its owner alone from the start, and never what somebody else has put there meanwhile.
    writeFileSync(target, '', { mode: 0o600, flag: 'wx' });
    isOurs = true;
    await backUpSqlite(source, target);
  } catch (cause) {
    // Half a copy would be taken for a backup, and be in the way of the next one.
    if (isOurs) rmSync(target, { force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(
      `${source} was not copied to ${target} (${reason}): see that the one is a database, and that this user may write the other.`,
      { cause },
    );
  }
}
