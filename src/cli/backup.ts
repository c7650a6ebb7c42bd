import { chmodSync, existsSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError, readConfig } from '../config.ts';
import { backUpSqlite } from '../database/backup.ts';
import { sqliteFileOf } from '../database/open.ts';

/** `npm run backup -- FILE`: a copy of the SQLite file, made while the service runs on it. */
async function main(): Promise<void> {
  const [target, ...rest] = process.argv.slice(2);
  if (target === undefined || rest.length > 0) throw new ConfigError(['say where to: npm run backup -- FILE']);
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig();
  if (config.databaseUrl !== null)
    throw new ConfigError(['DATABASE_URL is set: back PostgreSQL up with its own tools']);
  const source = sqliteFileOf(config);
  if (!existsSync(source)) throw new ConfigError([`there is no ${source}: no service has run with this DATA_DIR yet`]);
  if (existsSync(target))
    throw new Error(`${target} is there already: name a new file, such as one with the date and time.`);
  const folder = dirname(target);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`There is no folder ${folder}: make it, or name a file in another one.`);
  await copy(source, target);
  process.stdout.write(`Copied ${source} to ${target}\n`);
}

async function copy(source: string, target: string): Promise<void> {
  try {
    await backUpSqlite(source, target);
    chmodSync(target, 0o600);
  } catch (cause) {
    // Half a copy would be taken for a backup, and be in the way of the next one.
    rmSync(target, { force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `${source} was not copied to ${target} (${reason}): see that the one is a database, and that this user may write the other.`,
      { cause },
    );
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
