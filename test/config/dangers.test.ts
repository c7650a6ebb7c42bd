import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { mistakesOf } from '../support/config-mistakes.ts';
import { one, other } from '../support/example-vendor.ts';
import { opened } from '../support/opened.ts';

const vendors = [one, other];
const key = { ONE_API_KEY: 'first-key' };
const ROUTER_SECRETS = 'a-secret-of-a-gateway-0123456789-0123';
const signIn = {
  AUTH_JWKS_URL: 'https://issuer.example.com/keys',
  AUTH_ISSUER: 'https://issuer.example.com',
  AUTH_AUDIENCE: 'numbers',
};
const remote = 'postgres://numbers:sesame@db.example.com/numbers';
const wrongIn = (variables: NodeJS.ProcessEnv) => mistakesOf(variables, vendors);

describe('with keys of real vendors', () => {
  it.each(['0.0.0.0', '::', '192.168.1.7', 'numbers.example.com'])('an open service at %s does not start', (HOST) => {
    expect(wrongIn({ ...key, HOST })).toEqual([expect.stringMatching(/- HOST .*ROUTER_SECRETS or AUTH_JWKS_URL/)]);
    expect(wrongIn({ ...key, HOST, ROUTER_SECRETS })).toEqual([]);
    expect(wrongIn({ ...key, HOST, ...signIn })).toEqual([]);
    expect(wrongIn({ SANDBOX: 'true', HOST })).toEqual([]);
    expect(wrongIn({ ...key, SANDBOX: 'true', HOST })).toEqual([]);
  });

  it.each(['127.0.0.1', 'localhost', '::1', '127.1.2.3'])('one at %s does, since nobody else reaches it', (HOST) => {
    expect(wrongIn({ ...key, HOST, NODE_ENV: 'production' })).toEqual([]);
  });

  it('nothing starts that believes whoever answers', () => {
    const NODE_TLS_REJECT_UNAUTHORIZED = '0';
    expect(wrongIn({ ...key, NODE_TLS_REJECT_UNAUTHORIZED })).toEqual([
      expect.stringContaining('- NODE_TLS_REJECT_UNAUTHORIZED is 0'),
    ]);
    expect(wrongIn({ ...key, NODE_TLS_REJECT_UNAUTHORIZED: '1' })).toEqual([]);
    expect(wrongIn({ NODE_TLS_REJECT_UNAUTHORIZED })).toEqual([]);
  });

  it.each([
    remote,
    `${remote}?sslmode=disable`,
    `${remote}?sslmode=prefer`,
    `${remote}?sslmode=no-verify`,
    `${remote}?sslmode=require&uselibpqcompat=true`,
    `${remote}?ssl=false`,
    'postgres:///numbers?host=db.example.com',
    'postgres://localhost/numbers?host=db.example.com',
  ])('no PostgreSQL is reached as %s, unless that is on purpose', (DATABASE_URL) => {
    const mistakes = wrongIn({ ...key, DATABASE_URL });
    expect(mistakes).toEqual([expect.stringMatching(/- DATABASE_URL .*DATABASE_TLS=off/)]);
    expect(mistakes.join()).not.toContain('sesame');
    expect(wrongIn({ ...key, DATABASE_URL, DATABASE_TLS: 'off' })).toEqual([]);
    expect(wrongIn({ SANDBOX: 'on', DATABASE_URL })).toEqual([]);
  });

  it.each([
    `${remote}?sslmode=verify-full`,
    `${remote}?sslmode=verify-ca&uselibpqcompat=true`,
    `${remote}?sslmode=require`,
    `${remote}?ssl=true`,
    `${remote}?sslrootcert=/etc/ca.pem`,
    'postgres://numbers@localhost/numbers',
    'postgres://numbers@[::1]/numbers',
    'postgres:///numbers',
    'postgres://%2Fvar%2Frun%2Fpostgresql/numbers',
    'postgres:///numbers?host=/var/run/postgresql',
  ])('PostgreSQL may be reached as %s', (DATABASE_URL) => {
    expect(wrongIn({ ...key, DATABASE_URL })).toEqual([]);
  });

  it('what the environment says of PostgreSQL counts where its URL does not say', () => {
    expect(wrongIn({ ...key, DATABASE_URL: remote, PGSSLMODE: 'verify-full' })).toEqual([]);
    expect(wrongIn({ ...key, DATABASE_URL: 'postgres:///numbers', PGHOST: 'db.example.com' })).toHaveLength(1);
  });
});

it('keys of an issuer are read where nobody can put others in their place', () => {
  const at = (AUTH_JWKS_URL: string) => wrongIn({ SANDBOX: 'true', ...signIn, AUTH_JWKS_URL });
  expect(at('http://127.0.0.1:4444/keys')).toEqual([]);
  for (const url of ['http://issuer.example.com/keys', 'ftp://issuer.example.com', 'data:application/json,{}'])
    expect(at(url)).toEqual([expect.stringContaining('AUTH_JWKS_URL must begin with https://')]);
});

it.each(Object.keys(signIn))('a sign-in without %s is none', (name) => {
  expect(wrongIn({ ...signIn, [name]: '' })).toEqual([expect.stringContaining(`- ${name} is missing`)]);
});

describe('a limit for each actor', () => {
  it('is refused where actors are not told apart', () => {
    for (const others of [{}, key, { ROUTER_SECRETS }]) {
      expect(wrongIn({ ...others, PURCHASE_LIMIT_PER_DAY_AND_ACTOR: '7' })).toEqual([
        expect.stringMatching(/- PURCHASE_LIMIT_PER_DAY_AND_ACTOR .*AUTH_JWKS_URL/),
      ]);
      expect(wrongIn({ ...others, PURCHASE_LIMIT_PER_DAY_AND_ACTOR: 'none' })).toEqual([]);
    }
  });

  it('is there by itself once they are', () => {
    const perActor = (variables: NodeJS.ProcessEnv) => readConfig(variables, vendors).purchaseLimits.perActor;
    expect([perActor({}), perActor(key), perActor({ ...key, ROUTER_SECRETS })]).toEqual([null, null, null]);
    expect([perActor({ ...key, ...signIn }), perActor(signIn)]).toEqual([20, 20]);
    const PURCHASE_LIMIT_PER_DAY_AND_ACTOR = '7';
    expect(perActor({ ...key, ...signIn, PURCHASE_LIMIT_PER_DAY_AND_ACTOR })).toBe(7);
    expect(perActor({ ...key, ...signIn, PURCHASE_LIMIT_PER_DAY_AND_ACTOR: 'none' })).toBeNull();
  });
});

describe('a secret in a file', () => {
  let folder: string;
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'phone-numbers-secrets-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read as if it stood in the variable, without the line break at its end', () => {
    const config = readConfig(
      {
        ONE_API_KEY_FILE: file('key', 'first-key\n'),
        ROUTER_SECRETS_FILE: file('secrets', `${ROUTER_SECRETS}\r\n`),
        DATABASE_URL_FILE: file('url', 'postgres://numbers:sesame@localhost/numbers\n'),
      },
      vendors,
    );
    expect(opened(config)).toMatchObject({
      sandbox: false,
      accounts: { ONE: { API_KEY: 'first-key' } },
      routerSecrets: [ROUTER_SECRETS],
      databaseUrl: 'postgres://numbers:sesame@localhost/numbers',
    });
  });

  it('is missed where it is not there, is empty, or stands in the variable too', () => {
    const mistakes = wrongIn({
      OTHER_API_KEY: 'sesame',
      OTHER_API_KEY_FILE: file('other', 'sesame'),
      ONE_API_KEY_FILE: join(folder, 'nowhere'),
      DATABASE_URL_FILE: file('empty', '\n'),
      ROUTER_SECRETS_FILE: folder,
    });
    expect(mistakes).toEqual([
      expect.stringContaining('- DATABASE_URL_FILE names a file that is empty'),
      expect.stringContaining('- ROUTER_SECRETS_FILE must name a file'),
      expect.stringContaining('- ONE_API_KEY_FILE must name a file'),
      expect.stringContaining('- OTHER_API_KEY_FILE is set, and OTHER_API_KEY too'),
    ]);
    expect(mistakes.join()).not.toContain('sesame');
    expect(mistakes.join()).not.toContain(folder);
  });
});
