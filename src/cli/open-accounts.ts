import { join } from 'node:path';
import type { Settings } from '../config.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createLogger } from '../telemetry/logger.ts';
import { openVendors, type VoiceVendor } from '../vendors/open-vendor.ts';

/** Opens the vendors that there are keys of, beside a service. They are closed with the stack. */
export async function openAccounts(
  { config, vendors: definitions }: Settings,
  stack: AsyncDisposableStack,
): Promise<ReadonlyMap<VendorName, VoiceVendor>> {
  const accounts = config.sandbox
    ? (await openSandbox({ config, vendors: definitions }, stack)).accounts
    : config.accounts;
  const vendors = openVendors(definitions, accounts, {
    timeoutMs: config.vendorTimeoutMs,
    // What goes wrong is in the command's own words.
    logger: createLogger('silent'),
  });
  stack.defer(async () => void (await Promise.all([...vendors.values()].map((vendor) => vendor.close()))));
  return vendors;
}

/** The service's fake vendors run inside it; fakes that read its saved state know the same numbers. */
export async function openSandbox({ config, vendors }: Settings, stack: AsyncDisposableStack): Promise<Sandbox> {
  const { startSandbox } = await import('../sandbox/sandbox.ts');
  const sandbox = await startSandbox({
    vendors,
    stateFile: join(config.dataDir, 'sandbox.json'),
    savesState: false,
  });
  stack.defer(() => sandbox.stop());
  return sandbox;
}
