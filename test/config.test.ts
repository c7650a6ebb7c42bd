import { describe, expect, it } from 'vitest';
import { readConfig, variableNames } from '../src/config.ts';
import { mistakesOf } from './support/config-mistakes.ts';

const keys = { ONEINBOX_API_KEY: 'oi_sk_test-1', VOGENT_API_KEY: 'vogent-test-2' };

describe('the configuration', () => {
  it('needs nothing: where nothing is set it is the sandbox on a loopback address', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4001,
      dataDir: './data',
      databaseUrl: null,
      sandbox: true,
      accounts: {},
      maxAgeSeconds: 30,
      vendorTimeoutMs: 10_000,
      recoveryIntervalSeconds: 15,
      recoveryGraceSeconds: 60,
      purchaseLimits: { inAll: null, perActor: null },
      ledgerRetentionDays: null,
      logLevel: 'info',
    });
  });

  it('takes what is set', () => {
    const config = readConfig({
      ...keys,
      HOST: '0.0.0.0',
      PORT: '0',
      DATA_DIR: '/var/lib/numbers',
      DATABASE_URL: 'postgres://numbers@db.example.com/numbers',
      ONEINBOX_BASE_URL: 'https://oneinbox.example.com/',
      VOGENT_BASE_URL: 'http://127.0.0.1:4010/vogent/api//',
      MAX_AGE_SECONDS: '0',
      VENDOR_TIMEOUT_MS: '100',
      RECOVERY_INTERVAL_SECONDS: '1',
      RECOVERY_GRACE_SECONDS: '0',
      PURCHASE_LIMIT_PER_DAY: '0',
      PURCHASE_LIMIT_PER_DAY_AND_ACTOR: '7',
      LEDGER_RETENTION_DAYS: '90',
      LOG_LEVEL: 'silent',
    });
    expect(config).toEqual({
      host: '0.0.0.0',
      port: 0,
      dataDir: '/var/lib/numbers',
      databaseUrl: 'postgres://numbers@db.example.com/numbers',
      sandbox: false,
      accounts: {
        ONEINBOX: { API_KEY: keys.ONEINBOX_API_KEY, BASE_URL: 'https://oneinbox.example.com' },
        VOGENT: { API_KEY: keys.VOGENT_API_KEY, BASE_URL: 'http://127.0.0.1:4010/vogent/api' },
      },
      maxAgeSeconds: 0,
      vendorTimeoutMs: 100,
      recoveryIntervalSeconds: 1,
      recoveryGraceSeconds: 0,
      purchaseLimits: { inAll: 0, perActor: 7 },
      ledgerRetentionDays: 90,
      logLevel: 'silent',
    });
  });

  it('takes what is empty for what is not set', () => {
    const empty = Object.fromEntries(variableNames().map((name) => [name, ' ']));
    expect(readConfig(empty)).toEqual(readConfig({}));
    expect(readConfig({ PORT: undefined, PATH: '/bin' })).toEqual(readConfig({}));
  });

  it('calls the vendors that there is a key for', () => {
    const { ONEINBOX_API_KEY, VOGENT_API_KEY } = keys;
    expect(readConfig({ ONEINBOX_API_KEY })).toMatchObject({
      sandbox: false,
      accounts: { ONEINBOX: { API_KEY: ONEINBOX_API_KEY, BASE_URL: 'https://api.oneinbox.ai' } },
    });
    expect(readConfig({ VOGENT_API_KEY }).accounts).toEqual({
      VOGENT: { API_KEY: VOGENT_API_KEY, BASE_URL: 'https://api.vogent.ai/api' },
    });
  });

  it('can be the sandbox in spite of keys, which then go nowhere', () => {
    for (const SANDBOX of ['true', 'TRUE', 'on', 'yes', '1']) {
      expect(readConfig({ ...keys, SANDBOX })).toMatchObject({ sandbox: true, accounts: {} });
    }
    for (const SANDBOX of ['false', 'False', 'off', 'no', '0']) {
      expect(readConfig({ ...keys, SANDBOX }).sandbox).toBe(false);
    }
  });

  it('limits the purchases of a day where they cost money, unless it is told not to', () => {
    expect(readConfig(keys).purchaseLimits).toEqual({ inAll: 100, perActor: null });
    expect(readConfig({ ...keys, SANDBOX: 'on' }).purchaseLimits.inAll).toBeNull();
    for (const PURCHASE_LIMIT_PER_DAY of ['none', 'None', 'unlimited']) {
      expect(readConfig({ ...keys, PURCHASE_LIMIT_PER_DAY }).purchaseLimits.inAll).toBeNull();
    }
  });

  it('tells of the missing vendor together with all else that is wrong', () => {
    expect(mistakesOf({ SANDBOX: 'false', PORT: 'abc', LOG_LEVEL: 'loud' })).toEqual([
      expect.stringContaining('- PORT '),
      expect.stringContaining('- LOG_LEVEL '),
      expect.stringContaining('- SANDBOX is off'),
    ]);
    // A key with a mistake is a vendor all the same.
    expect(mistakesOf({ SANDBOX: 'false', VOGENT_API_KEY: 'two words' })).toEqual([
      expect.stringContaining('- VOGENT_API_KEY '),
    ]);
  });

  it.each([
    ['PORT', ['-1', '65536', '4001x', '1e3', '0x10', ' 80', '80.0']],
    ['MAX_AGE_SECONDS', ['-1', '86401', 'never']],
    ['VENDOR_TIMEOUT_MS', ['99', '120001', '10s']],
    ['RECOVERY_INTERVAL_SECONDS', ['0', '3601']],
    ['RECOVERY_GRACE_SECONDS', ['-5', '86401']],
    ['PURCHASE_LIMIT_PER_DAY', ['-1', '1.5', 'many']],
    ['PURCHASE_LIMIT_PER_DAY_AND_ACTOR', ['-1', 'NaN']],
    ['LEDGER_RETENTION_DAYS', ['-1', 'for ever']],
    ['DATABASE_URL', ['mysql://db.example.com', 'db.example.com', 'postgres:', ' postgres://db.example.com']],
    ['LOG_LEVEL', ['loud', 'INFO', 'fatal']],
    ['SANDBOX', ['maybe', '2', 'constructor', '__proto__', 'toString']],
    ['ONEINBOX_API_KEY', ['two words', 'with\nnewline', 'oi_pk_publishable', 'kéy']],
    ['VOGENT_API_KEY', ['two words', '\tkey']],
    ['ONEINBOX_BASE_URL', ['api.oneinbox.ai', 'ftp://127.0.0.1', 'http://api.oneinbox.ai', 'file:///etc/passwd']],
    [
      'VOGENT_BASE_URL',
      [
        'http://127.example.com',
        'http://127.0.0.1.example.com',
        'http://localhost.example.com',
        'http://10.0.0.1',
        'x',
      ],
    ],
  ])('is a mistake where %s is one of %j', (name, values) => {
    for (const value of values) {
      const mistakes = mistakesOf({ ...keys, [name]: value });
      expect(mistakes).toEqual([expect.stringContaining(`- ${name} `)]);
    }
  });

  it.each([
    'http://localhost:1',
    'http://127.0.0.1',
    'http://127.1.2.3:8080/x',
    'http://[::1]:80',
    'https://example.com',
  ])('sends a key to %s', (url) => {
    expect(readConfig({ ...keys, VOGENT_BASE_URL: url }).accounts['VOGENT']).toMatchObject({ BASE_URL: url });
  });

  it('tells all mistakes at once, in whole sentences, and none of the values', () => {
    const wrong = Object.fromEntries(variableNames().map((name, at) => [name, `sesame ${at}\u0000`]));
    const mistakes = mistakesOf(wrong);
    const free = ['HOST', 'DATA_DIR'];
    expect(mistakes.map((mistake) => mistake.split(' ')[3]).toSorted()).toEqual(
      variableNames()
        .filter((name) => !free.includes(name))
        .toSorted(),
    );
    expect(mistakes.join('\n')).not.toMatch(/sesame/i);
    expect(mistakesOf({ ONEINBOX_API_KEY: 'oi_pk_sesame' }).join()).not.toContain('sesame');
  });
});
