import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import type { VendorAccounts } from '../../src/vendors/open-vendor.ts';
import { createPostgresDatabase, type Engine } from './databases.ts';
import { startTestApp, type TestApp, type TestSettings } from './test-app.ts';

/** Services that take one sandbox for real vendors: they have no sandbox of their own. */
export type LiveService = {
  readonly apps: readonly TestApp[];
  readonly sandbox: Sandbox;
  stop(): Promise<void>;
};

/** The settings of the accounts that a sandbox plays. */
export function accountsAt({ accounts }: Sandbox): VendorAccounts {
  return accounts;
}

/** Starts one instance on SQLite, or two on one PostgreSQL database. */
export async function startLiveService(engine: Engine, settings: TestSettings = {}): Promise<LiveService> {
  const sandbox = await startSandbox({ vendors: builtInVendors });
  const live = { ...settings, sandbox: false, accounts: sandbox.accounts };
  const database = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
  const starting = database
    ? [startTestApp({ ...live, databaseUrl: database.url }), startTestApp({ ...live, databaseUrl: database.url })]
    : [startTestApp(live)];
  const apps = await Promise.all(starting);
  return {
    apps,
    sandbox,
    async stop() {
      await Promise.all(apps.map((app) => app.stop()));
      await sandbox.stop();
      await database?.drop();
    },
  };
}
