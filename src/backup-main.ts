import { chmodSync, existsSync } from 'node:fs';
import { ConfigError, readConfig } from './config.ts';
import { backUpSqlite } from './database/backup.ts';
import { sqliteFileOf } from './database/open.ts';

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
  if (existsSync(target)) throw new ConfigError([`${target} is there already`]);
  await backUpSqlite(source, target);
  chmodSync(target, 0o600);
  process.stdout.write(`Copied ${source} to ${target}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
