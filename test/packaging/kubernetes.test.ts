import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { StatefulSet } from 'kubernetes-models/apps/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Secret, Service } from 'kubernetes-models/v1';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig, variableNames } from '../../src/config.ts';
import { opened } from '../support/opened.ts';
import { PROJECT, readYaml } from './read-yaml.ts';

const models = { ConfigMap, NetworkPolicy, PodDisruptionBudget, Secret, Service, StatefulSet };
const kinds = Object.keys(models);
const files = globSync('deploy/kubernetes/*', { cwd: PROJECT }).toSorted();
const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.enum(kinds),
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()) }),
  spec: z.unknown().optional(),
  data: z.unknown().optional(),
  stringData: z.unknown().optional(),
});
const manifests = files.flatMap((file) => readYaml(file).map((one) => ({ file, ...manifest.parse(one) })));
const bodies = manifests.map(({ file: _file, ...body }) => body);
const texts = z.record(z.string(), z.string());
const labels = { 'app.kubernetes.io/name': 'phone-numbers' };

function find(kind: string, name = 'phone-numbers') {
  const found = bodies.find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new Error(`There is no ${kind} ${name}.`);
  return found;
}

const probe = z.object({
  httpGet: z.object({ path: z.string(), port: z.string() }),
  periodSeconds: z.number(),
  timeoutSeconds: z.number().default(1),
  failureThreshold: z.number(),
});
const container = z.looseObject({
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
});
const statefulSet = z.object({
  spec: z.looseObject({
    serviceName: z.string(),
    replicas: z.number(),
    template: z.object({
      metadata: z.object({ labels: texts }),
      spec: z.looseObject({ terminationGracePeriodSeconds: z.number(), containers: z.tuple([container]) }),
    }),
  }),
});
const { spec } = statefulSet.parse(find('StatefulSet'));
const pod = spec.template.spec;
const [served] = pod.containers;
const settings = texts.parse(find('ConfigMap').data);
const secrets = texts.parse(find('Secret').stringData);
const fileSettings = Object.fromEntries(served.env.map(({ name, value }) => [name, value]));

describe('the manifests of Kubernetes', () => {
  const folder = join(PROJECT, 'node_modules/.cache', `manifests-${process.pid}`);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(manifests)('$kind $metadata.name is what the schema takes', ({ file, ...body }) => {
    const model = Object.entries(models).find(([kind]) => kind === body.kind)?.[1];
    if (!model) throw new Error(`${file}: nothing is known of ${body.kind}.`);
    expect(new model(JSON.parse(JSON.stringify(body))).validate()).toBeUndefined();
    expect([file, body.apiVersion]).toEqual([file, model.apiVersion]);
  });

  it('have no field that Kubernetes does not know', () => {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'manifests.ts');
    const groups = [...new Set(bodies.map(({ apiVersion, kind }) => `${kind} ${apiVersion}`))].map((each) =>
      each.split(' '),
    );
    const imports = groups.map(([kind, group]) => `import type { I${kind} } from 'kubernetes-models/${group}';`);
    const values = bodies.map((body, at) => `export const one${at}: I${body.kind} = ${JSON.stringify(body)};`);
    writeFileSync(file, [...imports, ...values].join('\n'));
    const flags = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--target',
      'es2024',
    ];
    const compile = () => execFileSync(join(PROJECT, 'node_modules/.bin/tsc'), [...flags, file], { encoding: 'utf8' });
    expect(compile).not.toThrow();
  });

  it('are all applied from the folder, but for the example of the Secret', () => {
    const left = files.filter((file) => !file.endsWith('.yaml')).map((file) => basename(file));
    expect(left).toEqual(['secret.yaml.example']);
  });

  it('set variables that the service knows, and starts with', () => {
    const known = [...variableNames(), ...variableNames().map((name) => `${name}_FILE`)];
    for (const name of [...Object.keys(settings), ...Object.keys(fileSettings)]) expect(known).toContain(name);
    const mounted = mkdtempSync(join(tmpdir(), 'phone-numbers-mounted-'));
    for (const [name, value] of Object.entries(secrets)) writeFileSync(join(mounted, name), value);
    const read = Object.entries(fileSettings).map(([name, value]) => [name, value.replace(/^.*\//, `${mounted}/`)]);
    try {
      expect(opened(readConfig({ HOST: '0.0.0.0', ...settings, ...Object.fromEntries(read) }))).toMatchObject({
        sandbox: false,
        databaseUrl: expect.stringContaining('sslmode=verify-full'),
      });
    } finally {
      rmSync(mounted, { recursive: true });
    }
    const mountPath = served.volumeMounts.find(({ name }) => name === 'secrets')?.mountPath;
    for (const value of Object.values(fileSettings)) expect(value).toMatch(`${mountPath}/`);
    expect(
      Object.values(fileSettings)
        .map((value) => basename(value))
        .toSorted(),
    ).toEqual(Object.keys(secrets).toSorted());
  });

  it('give an instance the time that it needs to end, and callers the time to notice', () => {
    const { shutdownDelaySeconds: delay, vendorTimeoutMs } = readConfig(settings);
    const { periodSeconds, timeoutSeconds, failureThreshold } = served.readinessProbe;
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(delay + vendorTimeoutMs / 1000 + 5);
    expect(periodSeconds * failureThreshold + timeoutSeconds).toBeLessThan(delay);
  });

  it('ask whether it is ready for callers, and whether it lives for restarts', () => {
    const paths = [served.startupProbe, served.livenessProbe, served.readinessProbe].map(({ httpGet }) => httpGet.path);
    expect(paths).toEqual(['/health/live', '/health/live', '/health/ready']);
    const { periodSeconds, failureThreshold } = served.startupProbe;
    expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(900);
  });

  it('run it as nobody in particular, on a file system that it cannot write to', () => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        fsGroup: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    });
    expect(served['securityContext']).toEqual({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    expect(served['resources']).toHaveProperty('limits.memory');
  });

  it('find the pods by the same labels everywhere, and leave one of them running', () => {
    expect(spec.template.metadata.labels).toEqual(labels);
    expect(find('Service').spec).toMatchObject({ selector: labels });
    expect(find('Service', spec.serviceName).spec).toMatchObject({ selector: labels, clusterIP: 'None' });
    expect(find('NetworkPolicy').spec).toMatchObject({ podSelector: { matchLabels: labels } });
    expect(find('PodDisruptionBudget').spec).toEqual({ maxUnavailable: 1, selector: { matchLabels: labels } });
    expect(spec.replicas).toBeGreaterThan(1);
  });
});
