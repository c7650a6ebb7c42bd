import { join } from 'node:path';
import { FILLED_AT, FILLED_VENDOR, numberAt } from './numbers.ts';

// A process of its own, since the checkout whose code fills the store need not be this one.
const [root = '', dataDir = '', size = '', databaseUrl = null] = process.argv.slice(2);
const { readConfig }: typeof import('../../src/config.ts') = await import(join(root, 'src/config.ts'));
const { openDatabase }: typeof import('../../src/database/open.ts') = await import(join(root, 'src/database/open.ts'));
const { createRegistry }: typeof import('../../src/registry/sql-registry.ts') = await import(
  join(root, 'src/registry/sql-registry.ts')
);
const { createLogger }: typeof import('../../src/telemetry/logger.ts') = await import(
  join(root, 'src/telemetry/logger.ts')
);

const AT_ONCE = 1_000;
const config = readConfig({ [`${FILLED_VENDOR}_API_KEY`]: 'key', DATA_DIR: dataDir, DATABASE_URL: databaseUrl ?? '' });
const database = await openDatabase(config, createLogger('warn'));
try {
  const registry = createRegistry(database, () => FILLED_AT);
  for (let from = 0; from < Number(size); from += AT_ONCE) {
    const count = Math.min(AT_ONCE, Number(size) - from);
    const numbers = Array.from({ length: count }, (_, index) => numberAt(from + index));
    await registry.recordSeen(FILLED_VENDOR, numbers, await registry.sequence());
  }
} finally {
  await database.destroy();
}
