import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { builtInVendors } from '../../../src/vendors/index.ts';
import { sendGraphql } from '../../support/test-app.ts';
import { pickwick } from './pickwick.ts';
import { createPlace, EXAMPLE, IMPORT } from './place.ts';

const { folder, install, write, run, start, remove } = createPlace();
install('@acme/phone-vendor', `${IMPORT}export default one;`);
afterAll(remove);

describe('a vendor of a package that VENDORS names', () => {
  it.each([
    ['a package', '@acme/phone-vendor'],
    ['an absolute path', EXAMPLE],
    ['a URL', `file://${EXAMPLE}`],
    ['a path from the working folder, among spaces', ' ./node_modules/@acme/phone-vendor/it.js '],
  ])('is a value of the schema that is printed: %s', async (_what, name) => {
    for (const options of [[], ['--scopes']]) {
      const { stdout, stderr, exitCode } = await run(['schema', ...options], { VENDORS: name });
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
      expect(stdout).toContain(`  """${pickwick.about}"""\n  ${pickwick.name}\n}`);
    }
  });

  it('is read from .env as well, and its variables are known', async () => {
    write('.env', 'VENDORS=@acme/phone-vendor\n');
    onTestFinished(() => rmSync(join(folder, '.env')));
    expect((await run(['schema'], {})).stdout).toContain(pickwick.name);
    const { stderr, exitCode } = await run(['serve'], { PICKWICK_API_KY: 'x', PICKWICK_BASE_URL: 'ftp://x' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('PICKWICK_API_KY is not a variable of this service: did you mean PICKWICK_API_KEY?');
    expect(stderr).toContain('PICKWICK_BASE_URL must begin with https://');
  });

  it('is hosted by the sandbox, sells its numbers by the service, and is known to the commands', async () => {
    const VENDORS = '@acme/phone-vendor';
    const settings = { VENDORS, DATA_DIR: join(folder, 'data'), PORT: '0' };
    const sandbox = start(['sandbox', '--port', '0'], { VENDORS });
    const said = await sandbox.until(/PICKWICK_BASE_URL=(\S+)/);
    write('key', 'sandbox\n');
    const account = { PICKWICK_API_KEY_FILE: join(folder, 'key'), PICKWICK_BASE_URL: said };
    const service = start(['serve'], { ...settings, ...account });
    const url = await service.until(/"graphql":"(http:[^"]+)\/graphql"/);
    const { data, errors } = await sendGraphql(url, {
      query: `mutation ($input: PurchaseNumberInput!) {
        purchaseNumber(input: $input) { userErrors { code } phoneNumber { ... on PhoneNumberRecord { address vendor } } }
      }`,
      variables: { input: { idempotencyKey: randomUUID(), vendor: pickwick.name, areaCode: '212' } },
    });
    expect(errors).toBeUndefined();
    expect(data.purchaseNumber).toMatchObject({
      userErrors: [],
      phoneNumber: { vendor: pickwick.name, address: expect.stringMatching(/^\+1212556/) },
    });
    const audited = await run(['audit', '--json'], { ...settings, ...account });
    expect(JSON.parse(audited.stdout)).toMatchObject({ verdict: 'consistent' });
    write('ids', `${data.purchaseNumber.phoneNumber.address}\n`);
    const adopting = ['adopt', '--vendor', pickwick.name, '--file', join(folder, 'ids')];
    expect(await run(adopting, { ...settings, ...account })).toMatchObject({ exitCode: 0 });
    const exported = await run(['audit', 'export', '--since', '2020-01-01'], { ...settings, ...account });
    expect(exported.stdout).toContain(pickwick.name);
    const sent = await run(['restore-key', '--key', 'lost-key', '--vendor', pickwick.name, '--vendor-id', '+1'], {
      ...settings,
      ...account,
    });
    expect(sent.stderr).toMatch(/^Not written back: /);

    await service.end();
    // The keys of this one alone: it is no vendor of a service that lacks the package.
    const without = await run(['serve'], { ...settings, VENDORS: '', SANDBOX: 'false', ...keyOfBuiltIn() });
    expect(without).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/numbers or operations of PICKWICK: .*VENDORS/),
    });
    await sandbox.end();
  });
});

function keyOfBuiltIn(): Record<string, string> {
  const [vendor] = builtInVendors;
  const required = Object.keys(vendor?.settings.shape ?? {}).filter((key) => key.includes('KEY'));
  return Object.fromEntries(required.map((key) => [`${vendor?.name}_${key}`, 'key']));
}
