import { describe, expect, it } from 'vitest';
import { requiredVariablesOf } from '../../../src/config/vendor-settings.ts';
import { readConfig } from '../../../src/config.ts';
import { openVendor } from '../../../src/vendors/open-vendor.ts';
import { twilio } from '../../../src/vendors/twilio/index.ts';
import { mistakesOf } from '../../support/config-mistakes.ts';
import { createLogSink } from '../../support/log-sink.ts';
import { startStubServer } from '../../support/stub-server.ts';
import { account, settingsAt, vendorId } from './harness.ts';

const TWILIO_ACCOUNT_SID = account;
const TWILIO_API_KEY = `SK${'0'.repeat(32)}`;
const secret = { TWILIO_API_KEY_SECRET: 'secret' };
const token = { TWILIO_AUTH_TOKEN: 'token' };

describe('the settings of Twilio', () => {
  it.each([
    ['a key', { TWILIO_API_KEY, ...secret }],
    ['a token', token],
    ['both', { TWILIO_API_KEY, ...secret, ...token }],
  ])('are an account with %s', (_what, login) => {
    const { sandbox, accounts } = readConfig({ TWILIO_ACCOUNT_SID, ...login }, [twilio]);
    expect({ sandbox, names: Object.keys(accounts) }).toEqual({ sandbox: false, names: ['TWILIO'] });
  });

  it.each([
    [{}, 'TWILIO_API_KEY is missing: set it and TWILIO_API_KEY_SECRET, or TWILIO_AUTH_TOKEN'],
    [{ TWILIO_API_KEY }, 'TWILIO_API_KEY_SECRET is missing: set it too, since TWILIO_API_KEY is set'],
    [secret, 'TWILIO_API_KEY is missing: set it too, since TWILIO_API_KEY_SECRET is set'],
    [{ ...token, ...secret }, 'TWILIO_API_KEY is missing: set it too, since TWILIO_API_KEY_SECRET is set'],
    [{ TWILIO_API_KEY: account, ...secret }, 'TWILIO_API_KEY must be SK and 32 hexadecimal digits'],
  ])('are a mistake with %j alone', (login, mistake) => {
    expect(mistakesOf({ TWILIO_ACCOUNT_SID, ...login }, [twilio])).toEqual([`  - ${mistake}`]);
    expect(mistakesOf({ TWILIO_ACCOUNT_SID: 'SK', ...token }, [twilio])).toEqual([
      '  - TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits',
    ]);
  });

  it('are no mistake in the sandbox where the login is missing, and are asked for by their names', () => {
    expect(readConfig({ SANDBOX: 'true', TWILIO_ACCOUNT_SID }, [twilio])).toMatchObject({
      sandbox: true,
      accounts: {},
    });
    expect(requiredVariablesOf(twilio)).toEqual(['TWILIO_ACCOUNT_SID']);
  });

  it('name the same account whatever its login is', () => {
    const of = (given: object) => twilio.account(twilio.settings.parse({ ACCOUNT_SID: account, ...given }));
    const withKey = of({ API_KEY: TWILIO_API_KEY, API_KEY_SECRET: 'one' });
    expect(of({ API_KEY: TWILIO_API_KEY, API_KEY_SECRET: 'other' })).toBe(withKey);
    expect(of({ AUTH_TOKEN: 'token' })).toBe(withKey);
    expect(of({ ACCOUNT_SID: `AC${'1'.repeat(32)}`, AUTH_TOKEN: 'token' })).not.toBe(withKey);
  });

  it('are shown as a login to Twilio, the token where there is no key', async () => {
    const stub = await startStubServer();
    stub.answer({ status: 404, json: {} });
    const { API_KEY: _key, API_KEY_SECRET: _secret, ...rest } = settingsAt(stub.url);
    const settings = twilio.settings.parse({ ...rest, AUTH_TOKEN: 'token' });
    const vendor = openVendor(twilio, settings, { timeoutMs: 1_000, logger: createLogSink().logger });
    await vendor.get(vendorId);
    await vendor.close();
    await stub.stop();
    const login = Buffer.from(`${account}:token`).toString('base64');
    expect(stub.requests.map(({ headers }) => headers['authorization'])).toEqual([`Basic ${login}`]);
  });
});
