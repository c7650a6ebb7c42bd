import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { listed } from '../support/vendors.ts';

const READ = '{ phoneNumbers(first: 5) { totalCount nodes { ... on PhoneNumberRecord { id address } } } }';

describe('a service that is told to end', () => {
  let sandbox: Sandbox;
  const folders: string[] = [];
  const drops: (() => Promise<void>)[] = [];
  const running = new Set<ServiceProcess>();
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: builtInVendors });
  });
  afterAll(async () => {
    await Promise.all([...running].map((service) => service.end('SIGKILL')));
    await Promise.all(drops.map((drop) => drop()));
    await sandbox.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  async function start(settings: { shutdownDelaySeconds: number; databaseUrl?: string }): Promise<ServiceProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
    folders.push(dataDir);
    const service = await startServiceProcess({ sandbox, dataDir, vendorTimeoutMs: 20_000, ...settings });
    running.add(service);
    void service.ended.then(() => running.delete(service));
    return service;
  }

  const readiness = async ({ url }: ServiceProcess) => {
    const { statusCode, body } = await request(`${url}/health/ready`);
    const answer: unknown = await body.json();
    return { statusCode, answer };
  };
  const untilEnding = async (service: ServiceProcess) => {
    while ((await readiness(service)).statusCode === 200) await sleep(10);
  };

  it('is not ready first, answers on while it lets callers go, then finishes what is under way, and ends well', async () => {
    const service = await start({ shutdownDelaySeconds: 3 });
    // Under way until after the port is closed.
    sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: 'late', delayMs: 4_500, times: 1 });
    const late = service.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
    await expect.poll(() => sandbox.control.faults(), { timeout: 10_000 }).toEqual([]);
    const signalledAt = performance.now();
    service.signal('SIGTERM');
    await untilEnding(service);
    expect(await readiness(service)).toMatchObject({ statusCode: 503, answer: { status: 'ending', database: 'ok' } });
    const agent = new Agent();
    for (const path of ['/health/live', '/graphiql/info.json']) {
      const { statusCode, headers, body } = await request(`${service.url}${path}`, { dispatcher: agent });
      await body.dump();
      expect([statusCode, headers['connection']]).toEqual([200, 'close']);
    }
    expect(await service.graphql(READ)).toMatchObject({ status: 200, data: { phoneNumbers: {} } });
    while ((await readiness(service).catch(() => null)) !== null) await sleep(20);
    expect(performance.now() - signalledAt).toBeGreaterThanOrEqual(3_000);
    expect(await late).toEqual({ status: 200, data: { phoneNumbers: { totalCount: expect.any(Number) } } });
    expect(await service.ended).toBe(0);
    await agent.close();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends at once where %s comes second', async (second) => {
    const service = await start({ shutdownDelaySeconds: 300 });
    service.signal('SIGTERM');
    await untilEnding(service);
    expect(await service.end(second)).toBe(1);
  });

  it('does not wait for load balancers where a person stops it', async () => {
    const service = await start({ shutdownDelaySeconds: 300 });
    expect(await service.end('SIGINT')).toBe(0);
  });

  it('loses no request of a gateway over a rolling restart of two instances', async () => {
    const database = await createPostgresDatabase();
    drops.push(database.drop);
    const begin = () => start({ shutdownDelaySeconds: 3, databaseUrl: database.url });
    const pool = await createPool([await begin(), await begin()]);
    const lost: string[] = [];
    let sent = 0;
    let isOver = false;
    const caller = async () => {
      while (!isOver || sent < 1_000) {
        sent += 1;
        const problem = await pool.send(sent).catch((error: unknown) => String(error));
        if (problem !== null) lost.push(problem);
        // Some connections are idle for a while, and some are not.
        await sleep(sent % 3 === 0 ? 60 : 5);
      }
    };
    const callers = Promise.all(Array.from({ length: 10 }, caller));
    for (const old of pool.members()) {
      await pool.add(await begin());
      old.signal('SIGTERM');
      expect(await old.ended).toBe(0);
    }
    isOver = true;
    await callers;
    const [first, ...others] = pool.members();
    await pool.close();
    expect(lost).toEqual([]);
    expect(sent).toBeGreaterThanOrEqual(1_000);
    expect([first, ...others]).toHaveLength(2);
  });

  /** As a gateway with a load balancer: keeps connections, and asks only those instances that are ready. */
  async function createPool(instances: readonly ServiceProcess[]) {
    const agent = new Agent({ connections: 20, keepAliveTimeout: 60_000 });
    const ready = new Set<ServiceProcess>();
    const watched: Promise<void>[] = [];
    const watch = async (instance: ServiceProcess) => {
      while ((await readiness(instance)).statusCode === 200) {
        ready.add(instance);
        await sleep(50);
      }
      ready.delete(instance);
    };
    const add = async (instance: ServiceProcess) => {
      watched.push(watch(instance).catch(() => void ready.delete(instance)));
      while (!ready.has(instance)) await sleep(10);
    };
    for (const instance of instances) await add(instance);
    return {
      add,
      members: () => [...ready],
      /** What went wrong; null if nothing did. */
      async send(turn: number): Promise<string | null> {
        const members = [...ready];
        const { url } = members[turn % members.length] ?? {};
        const { statusCode, body } = await request(`${url}/graphql`, {
          dispatcher: agent,
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({ query: READ }),
        });
        const answer = await body.text();
        return statusCode === 200 && !answer.includes('"errors"') ? null : `${statusCode} ${answer}`;
      },
      close: () => agent.close(),
    };
  }
});
