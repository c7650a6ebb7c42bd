import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderDocs } from '../../scripts/settings-docs.ts';
import { variablesOf } from '../../src/config/vendor-settings.ts';
import { readConfig, variableNames } from '../../src/config.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { accountVariables, withDefault } from '../support/vendor-variables.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

it('.env.example and the README show the settings and the vendors as they are defined', async () => {
  for (const [file, text] of await renderDocs()) expect(read(file), `${file}: npm run codegen`).toBe(text);
});

describe('the example of an environment', () => {
  const lines = read('.env.example').split('\n');
  const settings = lines.flatMap((line, at) => {
    const [, name, value] = /^#?([A-Z][A-Z_\d]*)=(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value, at }];
  });
  const example = Object.fromEntries(settings.map(({ name, value }) => [name, value]));

  it('names every variable once, and no other', () => {
    expect(settings.map(({ name }) => name).toSorted()).toEqual(variableNames().toSorted());
  });

  it('shows the defaults, in the sandbox and out of it', () => {
    const ofVendors = builtInVendors.flatMap(variablesOf).map((name) => [name, '']);
    expect(readConfig({ ...example, ...Object.fromEntries(ofVendors) })).toEqual(readConfig({}));
    expect(readConfig({ ...example, ...accountVariables })).toEqual(readConfig(accountVariables));
    const without = settings.filter(({ value }) => value === '').map(({ name }) => name);
    const unset = [
      'DATABASE_TLS',
      'INTROSPECTION',
      'GRAPHIQL',
      'OVERVIEW',
      'SANDBOX',
      'PURCHASE_LIMIT_PER_DAY',
      'PURCHASE_LIMIT_PER_DAY_AND_ACTOR',
      'RATE_LIMIT_PER_MINUTE',
      'SHUTDOWN_DELAY_SECONDS',
      'VENDORS',
      'LEDGER_RETENTION_DAYS',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
    ];
    const withoutDefault = builtInVendors.flatMap((vendor) =>
      variablesOf(vendor).filter((name) => !withDefault(vendor.settings).includes(name.slice(vendor.name.length + 1))),
    );
    const ofCallers = ['ALLOWED_HOSTS', 'ROUTER_SECRETS', 'AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE'];
    expect(without.toSorted()).toEqual([...withoutDefault, 'DATABASE_URL', ...ofCallers, ...unset].toSorted());
  });

  it('sets nothing by itself, and explains each variable in a line or two', () => {
    for (const { at } of settings) {
      expect(lines[at]).toMatch(/^#/);
      const above = lines.slice(0, at).toReversed();
      const explanation = above.slice(0, above.indexOf(''));
      expect(explanation.length).toBeGreaterThanOrEqual(1);
      expect(explanation.length).toBeLessThanOrEqual(2);
      for (const line of explanation) expect(line).toMatch(/^# \S/);
    }
  });
});
