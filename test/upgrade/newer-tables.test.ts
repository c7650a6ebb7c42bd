import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openExistingDatabase } from '../../src/database/open.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createPostgresDatabase, engines } from '../support/databases.ts';
import { collectEndings } from '../support/endings.ts';
import { buy } from '../support/purchases.ts';
import { startTestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const endings = collectEndings();

describe.each(engines)('a service on %s whose tables a newer version has changed,', (engine) => {
  async function start() {
    const postgres = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
    if (postgres) endings.push(postgres.drop);
    const databaseUrl = postgres?.url ?? null;
    const app = await startTestApp({ databaseUrl });
    endings.push(() => app.stop());
    return {
      app,
      async recordMigration(name: string) {
        const secretUrl = databaseUrl === null ? null : new Secret(databaseUrl);
        const settings = { dataDir: app.dataDir, databaseUrl: secretUrl, sandbox: true };
        const database = await openExistingDatabase(settings, { logger: createLogger('silent'), readOnly: false });
        await sql`insert into ${sql.table('kysely_migration')} (name, timestamp) values (${name}, ${new Date().toISOString()})`.execute(
          database,
        );
        await database.destroy();
      },
    };
  }

  it('starts again, as in a roll-back, and says so', async () => {
    const { app, recordMigration } = await start();
    await recordMigration('9999-one-more-index');
    await app.restart();
    expect(await buy(app, listed.name)).toMatchObject({ status: 'ACTIVE' });
    const ready = await fetch(`${app.url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(app.logLines.join('')).toContain('"newer":["9999-one-more-index"]');
  });

  it('does not start where that has left nothing for it to work on, and says what to do', async () => {
    const { app, recordMigration } = await start();
    await recordMigration('9999-other-columns-breaking');
    await expect(app.restart()).rejects.toThrow(
      'The tables are of a newer version, which this one cannot work on (9999-other-columns-breaking): start that, or restore a backup.',
    );
  });
});
