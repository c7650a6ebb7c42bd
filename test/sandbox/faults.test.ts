import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { one, other } from '../support/example-vendor.ts';
import { createClient, type Reply } from '../support/sandbox-client.ts';

let sandbox: Sandbox;
let chance = 0;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [one, other], random: () => chance });
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.stop());

describe('a purchase that meets', () => {
  function purchase(fault: Omit<Fault, 'vendor' | 'operation'>, signal?: AbortSignal): Promise<Reply> {
    sandbox.control.addFault({ vendor: 'ONE', operation: 'purchase', ...fault });
    const call = createClient(sandbox.urlOf('ONE'));
    return call('POST', '/numbers', { body: { number: '+14155550145' }, ...(signal && { signal }) });
  }

  const sold = () => sandbox.control.sales().length;
  const lastStatus = () => sandbox.control.calls().at(-1)?.status;

  test('late: acts at once, answers after the delay', async () => {
    const startedAt = performance.now();
    const answer = purchase({ kind: 'late', delayMs: 60 });
    await expect.poll(sold, { interval: 2 }).toBe(1);
    expect((await answer).status).toBe(201);
    expect(performance.now() - startedAt).toBeGreaterThan(55);
  });

  test('429: does not act, says when to come back', async () => {
    const reply = await purchase({ kind: '429' });
    expect(reply.status).toBe(429);
    expect(reply.headers.get('retry-after')).toBe('1');
    expect(sold()).toBe(0);
  });

  test.each([
    ['500-before', 0],
    ['500-after', 1],
  ] as const)('%s: answers 500 in the vendor’s own shape, after %d sales', async (kind, sales) => {
    expect(await purchase({ kind })).toMatchObject({ status: 500, body: { error: 'Internal Server Error' } });
    expect(sold()).toBe(sales);
  });

  test.each([
    ['reset-before', 0],
    ['reset-after', 1],
  ] as const)('%s: resets the connection after %d sales', async (kind, sales) => {
    await expect(purchase({ kind })).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(sold()).toBe(sales);
    expect(lastStatus()).toBeNull();
  });

  test.each([
    ['hang', 0],
    ['hang-after', 1],
  ] as const)('%s: never answers, after %d sales', async (kind, sales) => {
    const controller = new AbortController();
    const answer = purchase({ kind }, controller.signal);
    await expect.poll(lastStatus, { interval: 2 }).toBeNull();
    controller.abort();
    await expect(answer).rejects.toThrow();
    expect(sold()).toBe(sales);
  });

  test('garbage: acts, answers success with a body that is no JSON', async () => {
    const reply = await purchase({ kind: 'garbage' });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('content-type')).toBe('application/json');
    expect(reply.text).toMatch(/^\{"id":/);
    expect(reply.body).toBeUndefined();
    expect(sold()).toBe(1);
  });

  test('refuse: does not act, answers what it is told to', async () => {
    const plain = await purchase({ kind: 'refuse', times: 1 });
    const told = await purchase({ kind: 'refuse', status: 402, message: 'No credit left' });
    expect(plain.status).toBe(400);
    expect(told).toMatchObject({ status: 402, body: { error: 'No credit left' } });
    expect(sold()).toBe(0);
  });
});

function getAgents(): Promise<Reply> {
  return createClient(sandbox.urlOf('OTHER'))('GET', '/agents');
}

async function statusesOf(count: number, call: () => Promise<Reply>): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push((await call()).status);
  return statuses;
}

test('a fault strikes as often as it is told to, then the next one does', async () => {
  sandbox.control.addFault({ kind: '500-before', times: 2 });
  sandbox.control.addFault({ kind: '429', times: 1 });
  expect(sandbox.control.faults()).toMatchObject([{ struck: 0, times: 2 }, { kind: '429' }]);
  expect(await statusesOf(4, getAgents)).toEqual([500, 500, 429, 200]);
  expect(sandbox.control.faults()).toEqual([]);
});

test('a fault without a limit strikes until it is removed', async () => {
  const remove = sandbox.control.addFault({ kind: '500-before', status: 503, operation: '*' });
  const before = await statusesOf(3, getAgents);
  remove();
  expect([...before, (await getAgents()).status]).toEqual([503, 503, 503, 200]);
});

test('a fault with a probability leaves it to chance', async () => {
  sandbox.control.addFault({ kind: '429', probability: 0.25 });
  const statuses = [];
  for (chance of [0.24, 0.25, 0.9]) statuses.push((await getAgents()).status);
  expect(statuses).toEqual([429, 200, 200]);
});

test('a fault strikes only the vendor and the operation it names', async () => {
  sandbox.control.addFault({ vendor: 'OTHER', operation: 'list', kind: '429' });
  const call = createClient(sandbox.urlOf('OTHER'));
  const listed = await call('GET', '/numbers');
  const spared = [await call('GET', '/agents'), await createClient(sandbox.urlOf('ONE'))('GET', '/numbers')];
  expect(listed.status).toBe(429);
  expect(spared.map((reply) => reply.status)).toEqual([200, 200]);
});

test('stopping ends calls that hang or are late at once', async () => {
  const stopped = await startSandbox({ vendors: [one] });
  stopped.control.addFault({ operation: 'agents', kind: 'hang', times: 1 });
  stopped.control.addFault({ operation: 'agents', kind: 'late', delayMs: 600_000 });
  const call = createClient(stopped.urlOf('ONE'));
  const answers = Promise.allSettled([call('GET', '/agents'), call('GET', '/agents')]);
  await expect.poll(() => stopped.control.calls().length, { interval: 2 }).toBe(2);
  await stopped.stop();
  expect((await answers).map((answer) => answer.status)).toEqual(['rejected', 'rejected']);
});
