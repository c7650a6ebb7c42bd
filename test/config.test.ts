import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig, variableNames } from '../src/config.ts';
import { mistakesOf } from './support/config-mistakes.ts';
import { one, other } from './support/example-vendor.ts';
import { opened } from './support/opened.ts';

const vendors = [one, other];
const DEFAULT_URL = 'https://example.invalid';
const read = (variables: NodeJS.ProcessEnv) => readConfig(variables, vendors);
const wrongIn = (variables: NodeJS.ProcessEnv) => mistakesOf(variables, vendors);
const keys = { ONE_API_KEY: 'first-key', OTHER_API_KEY: 'second-key' };

const secrets = { first: 'f'.repeat(32), second: 's'.repeat(40) };

describe('the configuration', () => {
  it('needs nothing: where nothing is set it is the sandbox on a loopback address', () => {
    expect(read({})).toEqual({
      host: '127.0.0.1',
      port: 4001,
      keepAliveSeconds: 75,
      shutdownDelaySeconds: 0,
      dataDir: './data',
      databaseUrl: null,
      allowedHosts: [],
      routerSecrets: [],
      signIn: null,
      introspection: true,
      graphiql: true,
      overview: true,
      sandbox: true,
      accounts: {},
      maxAgeSeconds: 30,
      refreshMinIntervalMs: 500,
      vendorTimeoutMs: 10_000,
      recoveryIntervalSeconds: 15,
      recoveryGraceSeconds: 150,
      recoveryPatienceSeconds: 86_400,
      purchaseLimits: { inAll: null, perActor: null },
      rateLimitPerMinute: null,
      ledgerRetentionDays: null,
      logLevel: 'info',
      otlp: null,
    });
  });

  it('takes what is set', () => {
    const config = read({
      ...keys,
      HOST: '0.0.0.0',
      PORT: '0',
      KEEP_ALIVE_SECONDS: '30',
      SHUTDOWN_DELAY_SECONDS: '20',
      DATA_DIR: '/var/lib/numbers',
      DATABASE_URL: 'postgres://numbers@db.example.com/numbers?sslmode=verify-full',
      ROUTER_SECRETS: ` ${secrets.first}, ${secrets.second} `,
      AUTH_JWKS_URL: 'https://issuer.example.com/keys',
      AUTH_ISSUER: 'https://issuer.example.com',
      AUTH_AUDIENCE: 'numbers',
      INTROSPECTION: 'on',
      GRAPHIQL: 'off',
      OVERVIEW: 'off',
      ONE_BASE_URL: 'https://one.example.com/',
      OTHER_BASE_URL: 'http://127.0.0.1:4010/other/api//',
      MAX_AGE_SECONDS: '0',
      REFRESH_MIN_INTERVAL_MS: '250',
      VENDOR_TIMEOUT_MS: '100',
      RECOVERY_INTERVAL_SECONDS: '1',
      RECOVERY_GRACE_SECONDS: '0',
      PURCHASE_LIMIT_PER_DAY: '0',
      PURCHASE_LIMIT_PER_DAY_AND_ACTOR: '7',
      RATE_LIMIT_PER_MINUTE: '60',
      LEDGER_RETENTION_DAYS: '90',
      LOG_LEVEL: 'silent',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    });
    expect(opened(config)).toEqual({
      host: '0.0.0.0',
      port: 0,
      keepAliveSeconds: 30,
      shutdownDelaySeconds: 20,
      dataDir: '/var/lib/numbers',
      databaseUrl: 'postgres://numbers@db.example.com/numbers?sslmode=verify-full',
      allowedHosts: [],
      routerSecrets: [secrets.first, secrets.second],
      signIn: { jwksUrl: 'https://issuer.example.com/keys', issuer: 'https://issuer.example.com', audience: 'numbers' },
      introspection: true,
      graphiql: false,
      overview: false,
      sandbox: false,
      accounts: {
        ONE: { API_KEY: keys.ONE_API_KEY, BASE_URL: 'https://one.example.com' },
        OTHER: { API_KEY: keys.OTHER_API_KEY, BASE_URL: 'http://127.0.0.1:4010/other/api' },
      },
      maxAgeSeconds: 0,
      refreshMinIntervalMs: 250,
      vendorTimeoutMs: 100,
      recoveryIntervalSeconds: 1,
      recoveryGraceSeconds: 0,
      recoveryPatienceSeconds: 86_400,
      purchaseLimits: { inAll: 0, perActor: 7 },
      rateLimitPerMinute: 60,
      ledgerRetentionDays: 90,
      logLevel: 'silent',
      otlp: { endpoint: 'http://collector:4318', sampler: 'parentbased_traceidratio', ratio: 0.25 },
    });
  });

  it('shows neither keys nor passwords to whatever prints it', () => {
    const config = read({
      ...keys,
      ROUTER_SECRETS: `${secrets.first},${secrets.second}`,
      DATABASE_URL: 'postgres://numbers:sesame@localhost/numbers',
    });
    const printed = [
      inspect(config, { depth: null, showHidden: true }),
      JSON.stringify(config),
      format('%o %O %j', config, config, config),
      inspect(Object.assign(new Error('It does not start.', { cause: config }), { config }), { depth: null }),
    ];
    for (const text of printed) {
      expect(text).toContain('[redacted]');
      for (const secret of [...Object.values(keys), ...Object.values(secrets), 'sesame']) {
        expect(text).not.toContain(secret);
      }
    }
  });

  it.each([
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' },
    { OTEL_TRACES_SAMPLER: 'sometimes' },
    { OTEL_TRACES_SAMPLER_ARG: '1.5' },
    { OTEL_TRACES_SAMPLER_ARG: 'half' },
  ])('refuses %j', (variables) => {
    const [name = ''] = Object.keys(variables);
    expect(wrongIn(variables)).toEqual([expect.stringContaining(`- ${name} must be `)]);
  });

  it('waits for load balancers where there may be several instances', () => {
    expect(read({ ...keys, DATABASE_URL: 'postgres://localhost/numbers' }).shutdownDelaySeconds).toBe(5);
    expect(read({ ...keys, DATABASE_URL: 'postgres://localhost/numbers', SHUTDOWN_DELAY_SECONDS: '0' })).toMatchObject({
      shutdownDelaySeconds: 0,
    });
    expect(read(keys).shutdownDelaySeconds).toBe(0);
  });

  it('takes what is empty for what is not set', () => {
    const empty = Object.fromEntries(variableNames(vendors).map((name) => [name, ' ']));
    expect(read(empty)).toEqual(read({}));
    expect(read({ PORT: undefined, PATH: '/bin' })).toEqual(read({}));
  });

  it('calls the vendors that there is a key for', () => {
    const { ONE_API_KEY, OTHER_API_KEY } = keys;
    expect(opened(read({ ONE_API_KEY }))).toMatchObject({
      sandbox: false,
      accounts: { ONE: { API_KEY: ONE_API_KEY, BASE_URL: DEFAULT_URL } },
    });
    expect(opened(read({ OTHER_API_KEY }).accounts)).toEqual({
      OTHER: { API_KEY: OTHER_API_KEY, BASE_URL: DEFAULT_URL },
    });
  });

  it('can be the sandbox in spite of keys, which then go nowhere', () => {
    for (const SANDBOX of ['true', 'TRUE', 'on', 'yes', '1']) {
      expect(read({ ...keys, SANDBOX })).toMatchObject({ sandbox: true, accounts: {} });
    }
    for (const SANDBOX of ['false', 'False', 'off', 'no', '0']) {
      expect(read({ ...keys, SANDBOX }).sandbox).toBe(false);
    }
  });

  it('tells what its schema is in the sandbox, and with real vendors only where it is told to', () => {
    const introspection = (variables: NodeJS.ProcessEnv) => read(variables).introspection;
    expect([introspection({}), introspection(keys), introspection({ ...keys, SANDBOX: 'on' })]).toEqual([
      true,
      false,
      true,
    ]);
    expect([introspection({ INTROSPECTION: 'off' }), introspection({ ...keys, INTROSPECTION: 'on' })]).toEqual([
      false,
      true,
    ]);
  });

  it('limits the purchases of a day where they cost money, unless it is told not to', () => {
    expect(read(keys).purchaseLimits).toEqual({ inAll: 100, perActor: null });
    expect(read({ ...keys, SANDBOX: 'on' }).purchaseLimits.inAll).toBeNull();
    for (const PURCHASE_LIMIT_PER_DAY of ['none', 'None', 'unlimited']) {
      expect(read({ ...keys, PURCHASE_LIMIT_PER_DAY }).purchaseLimits.inAll).toBeNull();
    }
  });

  it('tells of the missing vendor together with all else that is wrong', () => {
    expect(wrongIn({ SANDBOX: 'false', PORT: 'abc', LOG_LEVEL: 'loud' })).toEqual([
      expect.stringContaining('- PORT '),
      expect.stringContaining('- LOG_LEVEL '),
      expect.stringContaining('- SANDBOX is off'),
    ]);
    // A key with a mistake is a vendor all the same.
    expect(wrongIn({ SANDBOX: 'false', OTHER_API_KEY: 'two words' })).toEqual([
      expect.stringContaining('- OTHER_API_KEY '),
    ]);
  });

  it.each([
    ['KEEP_ALIVE_SECONDS', ['0', '3601', '1.5']],
    ['SHUTDOWN_DELAY_SECONDS', ['-1', '601', '5s']],
    ['PORT', ['-1', '65536', '4001x', '1e3', '0x10', ' 80', '80.0']],
    ['MAX_AGE_SECONDS', ['-1', '86401', 'never']],
    ['VENDOR_TIMEOUT_MS', ['99', '120001', '10s']],
    ['RECOVERY_INTERVAL_SECONDS', ['0', '3601']],
    ['RECOVERY_GRACE_SECONDS', ['-5', '86401']],
    ['PURCHASE_LIMIT_PER_DAY', ['-1', '1.5', 'many', 'Infinity', '1e400', '1000001', '9'.repeat(400)]],
    ['PURCHASE_LIMIT_PER_DAY_AND_ACTOR', ['-1', 'NaN']],
    ['RATE_LIMIT_PER_MINUTE', ['0', '-1', '1.5']],
    ['LEDGER_RETENTION_DAYS', ['-1', 'for ever']],
    ['DATABASE_URL', ['mysql://db.example.com', 'db.example.com', 'postgres:', ' postgres://db.example.com']],
    [
      'ROUTER_SECRETS',
      ['short', 'f'.repeat(31), `${secrets.first},short`, `${secrets.first},`, 'two words '.repeat(4)],
    ],
    ['LOG_LEVEL', ['loud', 'INFO', 'fatal']],
    ['SANDBOX', ['maybe', '2', 'constructor', '__proto__', 'toString']],
    ['ONE_API_KEY', ['two words', 'with\nnewline', 'kéy']],
    ['OTHER_API_KEY', ['two words', '\tkey']],
    ['ONE_BASE_URL', ['one.example.com', 'ftp://127.0.0.1', 'http://one.example.com', 'file:///etc/passwd']],
    [
      'OTHER_BASE_URL',
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
      const mistakes = wrongIn({ ...keys, [name]: value });
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
    expect(read({ ...keys, OTHER_BASE_URL: url }).accounts['OTHER']).toMatchObject({ BASE_URL: url });
  });

  it('tells all mistakes at once, in whole sentences, and none of the values', () => {
    const wrong = Object.fromEntries(variableNames(vendors).map((name, at) => [name, `sesame ${at}\u0000`]));
    const mistakes = wrongIn(wrong);
    const free = ['HOST', 'DATA_DIR'];
    expect(mistakes.map((mistake) => mistake.split(' ')[3]).toSorted()).toEqual(
      variableNames(vendors)
        .filter((name) => !free.includes(name))
        .toSorted(),
    );
    expect(mistakes.join('\n')).not.toMatch(/sesame/i);
  });
});
