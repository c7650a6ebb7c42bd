import { loadSettings } from '../config.ts';
import { createRegistry } from '../registry/sql-registry.ts';
import { CommandError } from './command-error.ts';
import { openAccounts } from './open-accounts.ts';
import { openBesideService } from './open-beside-service.ts';

/**
 * Says that the API key in the environment belongs to the account whose numbers are on record, where nothing else shows
 * it. Runs beside the service.
 * @throws {CommandError | ConfigError} where there is no ledger, or no key of this vendor.
 */
export async function runSameAccount(name: string): Promise<void> {
  const settings = await loadSettings();
  await openBesideService(settings.config, async (database, stack) => {
    const vendor = (await openAccounts(settings, stack)).get(name);
    if (!vendor) throw new CommandError(`There is no account with ${name}: set its key as the service has it.`);
    await createRegistry(database, () => new Date()).recordAccount(vendor.name, vendor.account);
    process.stdout.write(`The API key of ${vendor.title} belongs to the account whose numbers are on record.\n`);
  });
}
