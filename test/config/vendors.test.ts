import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { requiredVariablesOf, variablesOf } from '../../src/config/vendor-settings.ts';
import { readConfig, variableNames } from '../../src/config.ts';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { mistakesOf } from '../support/config-mistakes.ts';
import { one, other } from '../support/example-vendor.ts';
import { variablesOfAccount, withDefault } from '../support/vendor-variables.ts';

const [first] = builtInVendors;
if (!first) throw new Error('There is no vendor.');

/** A vendor with two secrets, as a company may add one of its own. */
const acme: VendorDefinition = {
  ...first,
  name: 'ACME',
  title: 'Acme',
  settings: z.object({ ACCOUNT_SID: z.string().regex(/^AC/, 'must begin with AC'), AUTH_TOKEN: z.string() }),
};

describe('the settings of vendors', () => {
  it('are those that each definition asks for', async () => {
    for (const vendor of builtInVendors) {
      const { sandbox, accounts } = readConfig(await variablesOfAccount(vendor));
      expect({ sandbox, names: Object.keys(accounts) }).toEqual({ sandbox: false, names: [vendor.name] });
      for (const name of requiredVariablesOf(vendor)) expect(mistakesOf({ SANDBOX: 'off' }).join()).toContain(name);
    }
  });

  it('may be those of a vendor that is given at start', () => {
    expect(variableNames([acme])).toEqual(expect.arrayContaining(['PORT', 'ACME_ACCOUNT_SID', 'ACME_AUTH_TOKEN']));
    for (const name of builtInVendors.flatMap(variablesOf)) expect(variableNames([acme])).not.toContain(name);
    const variables = { ACME_ACCOUNT_SID: 'AC1', ACME_AUTH_TOKEN: 'token' };
    expect(readConfig(variables, [acme]).accounts).toEqual({ ACME: { ACCOUNT_SID: 'AC1', AUTH_TOKEN: 'token' } });
    expect(mistakesOf({ SANDBOX: 'off' }, [acme])).toEqual([
      expect.stringContaining('set ACME_ACCOUNT_SID and ACME_AUTH_TOKEN'),
    ]);
  });

  it('are a mistake where one is missing, which is named; and every other mistake with it', () => {
    expect(mistakesOf({ ACME_ACCOUNT_SID: 'BC1', PORT: 'x' }, [acme])).toEqual([
      expect.stringContaining('- PORT '),
      '  - ACME_ACCOUNT_SID must begin with AC',
      '  - ACME_AUTH_TOKEN is missing: set it too, since ACME_ACCOUNT_SID is set',
    ]);
    for (const vendor of builtInVendors) {
      const required = requiredVariablesOf(vendor);
      const optional = `${vendor.name}_${withDefault(vendor.settings)[0]}`;
      expect(mistakesOf({ [optional]: 'https://example.com' })).toEqual([
        `  - ${required.join()} is missing: set it too, since ${optional} is set`,
      ]);
    }
  });

  it('are looked at in the sandbox too, where none has to be there', () => {
    expect(readConfig({ SANDBOX: 'true', ACME_AUTH_TOKEN: 'token' }, [acme])).toMatchObject({
      sandbox: true,
      accounts: {},
    });
    expect(mistakesOf({ SANDBOX: 'true', ACME_ACCOUNT_SID: 'BC1' }, [acme])).toEqual([
      expect.stringContaining('- ACME_ACCOUNT_SID must begin with AC'),
    ]);
  });
});

describe('the sandbox', () => {
  it.each([
    ['a database is set', { DATABASE_URL: 'postgres://db.example.com/numbers', DATABASE_TLS: 'off' }],
    ['others can reach the service', { HOST: '0.0.0.0', ROUTER_SECRETS: 's'.repeat(32) }],
    ['a variable begins like those of a vendor', { ONE_WORKSPACE: 'production' }],
  ])('is not taken for granted where %s: it says what to set', (_when, variables) => {
    expect(mistakesOf(variables, [one, other])).toEqual([
      '  - No vendor is set: set ONE_API_KEY, or OTHER_API_KEY; or set SANDBOX=true to use fake vendors',
    ]);
    expect(readConfig({ ...variables, SANDBOX: 'true' }, [one, other])).toMatchObject({ sandbox: true, accounts: {} });
    expect(readConfig({ ...variables, ONE_API_KEY: 'key' }, [one, other]).sandbox).toBe(false);
  });

  it.each(['127.0.0.1', 'localhost', '::1', '127.8.8.8'])('is taken where nothing but HOST=%s is set', (HOST) => {
    expect(readConfig({ HOST, DATABASE_URL: ' ', ONE_API_KEY: '' }, [one, other])).toMatchObject({
      sandbox: true,
      host: HOST,
    });
  });

  it('that is off leaves nothing to call without a vendor', () => {
    expect(mistakesOf({ SANDBOX: 'off' }, [one, other])).toEqual([
      '  - SANDBOX is off, and no vendor is set: set ONE_API_KEY, or OTHER_API_KEY',
    ]);
  });
});
