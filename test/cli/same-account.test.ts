import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../support/command.ts';
import { neverArrives, showsOnly } from '../support/misleading/lies.ts';
import { GRACE_SECONDS, type MisledApp, startMisledApp } from '../support/misleading/misled-app.ts';
import { readOperation, untilOperation } from '../support/mutations.ts';
import { listNumbers } from '../support/numbers.ts';
import { freeAreaCode, purchaseInput } from '../support/purchases.ts';
import { withKey } from '../support/vendor-variables.ts';
import { listed } from '../support/vendors.ts';

const vendor = listed.name;
const NEW_KEY = 'a-new-key';
/** The only number that the new key shows. */
const SHOWN = '+12125559999';

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp();
});
afterEach(() => misled.stop());

const sameAccount = (name: string) => {
  const { app, sandbox } = misled;
  const env = { ...withKey(sandbox.environment, NEW_KEY), SANDBOX: 'false', DATA_DIR: app.dataDir };
  return runCommand(['same-account', name], { cwd: app.dataDir, env });
};

describe('same-account, beside a service whose new API key shows none of the numbers on record,', () => {
  it('lets it conclude from its list what it did not dare to, without a restart', async () => {
    misled.sandbox.control.addNumber({ vendor, number: SHOWN });
    await listNumbers(misled.app, { maxAge: 0 });
    misled.way.once(vendor, 'purchase', neverArrives);
    const { operation } = await misled.purchase(purchaseInput(vendor, { areaCode: freeAreaCode() }));
    // Numbers that are known to be there are missing as well: it looks like another account.
    misled.way.on(vendor, 'list', showsOnly('nothing that is there'));
    await misled.app.restart({ accounts: misled.accounts(NEW_KEY) });
    const asked = `phone-numbers same-account ${vendor}`;
    await vi.waitFor(() => expect(misled.app.logLines.some((line) => line.includes(asked))).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 4 * GRACE_SECONDS * 1_000));
    expect((await readOperation(misled.app, operation?.id ?? ''))?.status).toBe('PENDING');

    misled.way.on(vendor, 'list', showsOnly(SHOWN));
    expect(await sameAccount(vendor)).toEqual({
      exitCode: 0,
      stdout: `The API key of ${listed.title} belongs to the account whose numbers are on record.\n`,
      stderr: '',
    });
    await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
  });

  it('is told of a vendor without a key', async () => {
    expect(await sameAccount('ACME')).toMatchObject({
      exitCode: 1,
      stderr: 'There is no account with ACME: set its key as the service has it.\n',
    });
  });
});
