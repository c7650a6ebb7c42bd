import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import { one, other } from '../support/example-vendor.ts';
import { createClient } from '../support/sandbox-client.ts';

const start = (options: Partial<SandboxOptions>) => startSandbox({ vendors: [one, other], ...options });

let folder: string;
let stateFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  stateFile = join(folder, 'data', 'sandbox.json');
});
afterEach(() => rm(folder, { recursive: true }));

test('accounts, stock and sales outlive a restart', async () => {
  const first = await start({ stateFile });
  const call = createClient(first.urlOf('ONE'));
  await call('POST', '/numbers', { body: { number: '+14155550121' } });
  await call('DELETE', '/numbers/seeded');
  await createClient(first.urlOf('OTHER'))('POST', '/numbers', { body: { number: '+14155550171' } });
  first.control.sell('ONE', '+14155550122');
  first.control.setStock(75);
  first.control.addFault({ kind: 'hang' });
  await first.stop();

  const second = await start({ stateFile });
  const statuses = [];
  for (const number of ['+14155550121', '+14155550122', '+14155550120']) {
    const reply = await createClient(second.urlOf('ONE'))('POST', '/numbers', { body: { number } });
    statuses.push(reply.status);
  }
  await second.stop();
  expect(second.control.numbers('OTHER')).toEqual(first.control.numbers('OTHER'));
  expect(second.control.numbers('ONE').slice(0, -1)).toEqual(first.control.numbers('ONE'));
  expect(second.control.sales().slice(0, -1)).toEqual(first.control.sales());
  expect(second.control.stock()).toBe(75);
  expect(statuses).toEqual([409, 409, 201]);
});

test('a file of version 1 is read, and written as version 2', async () => {
  const numbers = [{ id: 'kept', number: '+12125550101', agentId: null }];
  const market = {
    perAreaCode: 75,
    soldToOthers: [{ vendor: 'ONE', number: '+14155550122' }],
    sales: [{ vendor: 'ONE', number: '+12125550101', at: '2026-07-01T09:00:00.000Z' }],
  };
  const file = join(folder, 'old.json');
  await writeFile(file, JSON.stringify({ version: 1, ...market, numbersOfOne: numbers, lastOrder: 4 }));
  const sandbox = await start({ stateFile: file });
  sandbox.control.setStock(75);
  await sandbox.stop();
  expect(sandbox.control.numbers('ONE')).toMatchObject(numbers);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    version: 2,
    ...market,
    accounts: { ONE: { numbers }, OTHER: { numbers: [expect.objectContaining({ id: 'seeded' })] } },
  });
});

test('the account of a vendor that is not hosted for a while is kept', async () => {
  const both = await start({ stateFile });
  both.control.addNumber({ vendor: 'OTHER', number: '+12125550199' });
  await both.stop();
  const without = await start({ stateFile, vendors: [one] });
  without.control.setStock(10);
  await without.stop();
  const again = await start({ stateFile });
  await again.stop();
  expect(again.control.numbers('OTHER')).toEqual(both.control.numbers('OTHER'));
});

test('a change is in the file before its answer is sent', async () => {
  const sandbox = await start({ stateFile });
  const call = createClient(sandbox.urlOf('OTHER'));
  await call('POST', '/numbers', { body: { number: '+14155550171' } });
  const saved = await readFile(stateFile, 'utf8');
  await sandbox.stop();
  expect(saved).toContain('+14155550171');
});

test('the file is for its owner only, and nothing unfinished stays beside it', async () => {
  const sandbox = await start({ stateFile });
  sandbox.control.setStock(10);
  sandbox.control.setStock(20);
  await sandbox.stop();
  for (const file of [stateFile, `${stateFile}.lock`]) expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'data'))).toEqual(['sandbox.json', 'sandbox.json.lock']);
});

test('the file belongs to one sandbox at a time, until that has stopped', async () => {
  const first = await start({ stateFile });
  await expect(start({ stateFile })).rejects.toThrow(`${stateFile} is in use by another process.`);
  await first.stop();
  const second = await start({ stateFile });
  await second.stop();
});

test('a sandbox that saves nothing may read the file of another, and leaves it as it is', async () => {
  const first = await start({ stateFile });
  first.control.setStock(10);
  const beside = await start({ stateFile, savesState: false });
  expect(beside.control.stock()).toBe(10);
  beside.control.setStock(20);
  await beside.stop();
  const third = await start({ stateFile, savesState: false });
  expect([first.control.stock(), third.control.stock()]).toEqual([10, 10]);
  await Promise.all([first.stop(), third.stop()]);
});

test('a sandbox that finds its port taken lets go of the file', async () => {
  const before = await start({});
  const port = Number(new URL(before.controlUrl).port);
  await expect(start({ stateFile, port })).rejects.toThrow('EADDRINUSE');
  await before.stop();
  const again = await start({ stateFile });
  await again.stop();
});

const market = '"perAreaCode":1,"soldToOthers":[],"sales":[]';

test.each([
  '',
  '{',
  '{"version":2}',
  `{"version":3,${market},"accounts":{}}`,
  `{"version":2,${market},"accounts":{"ONE":{}}}`,
  `{"version":1,${market},"numbersOfOne":[{}]}`,
])('a file that holds %j is left alone and named', async (text) => {
  const file = join(folder, 'other.json');
  await writeFile(file, text);
  await expect(start({ stateFile: file })).rejects.toThrow(file);
  expect(await readFile(file, 'utf8')).toBe(text);
});
