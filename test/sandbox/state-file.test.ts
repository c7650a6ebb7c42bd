import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { createClient } from '../support/sandbox-client.ts';

const agentId = '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11';
const password = 'correct-horse-battery';

let folder: string;
let stateFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  stateFile = join(folder, 'data', 'sandbox.json');
});
afterEach(() => rm(folder, { recursive: true }));

test('accounts, stock and sales outlive a restart', async () => {
  const first = await startSandbox({ stateFile });
  const vogent = createClient(first.vogentUrl);
  await vogent('POST', '/phone_numbers/purchase', { body: { number: '+14155550171' } });
  await vogent('DELETE', '/phone_numbers/4f1d5a2e-7b7e-4f8d-9d3f-0a6f2b9c1d10');
  await createClient(first.oneinboxUrl)('POST', '/v1/phone-numbers/purchase', {
    body: { phone_number: '+14155550145', agent_id: agentId },
  });
  first.control.sell('VOGENT', '+14155550172');
  first.control.setStock(75);
  first.control.addFault({ kind: 'hang' });
  await first.stop();

  const second = await startSandbox({ stateFile });
  const call = createClient(second.vogentUrl);
  const statuses = [];
  for (const number of ['+14155550171', '+14155550172', '+14155550160']) {
    statuses.push((await call('POST', '/phone_numbers/purchase', { body: { number } })).status);
  }
  await second.stop();
  expect(second.control.numbers('ONEINBOX')).toEqual(first.control.numbers('ONEINBOX'));
  expect(second.control.numbers('VOGENT').slice(0, -1)).toEqual(first.control.numbers('VOGENT'));
  expect(second.control.sales().slice(0, -1)).toEqual(first.control.sales());
  expect(second.control.stock()).toBe(75);
  expect(statuses).toEqual([400, 400, 200]);
});

test('a change is in the file before its answer is sent', async () => {
  const sandbox = await startSandbox({ stateFile });
  const call = createClient(sandbox.vogentUrl);
  await call('POST', '/phone_numbers/purchase', { body: { number: '+14155550171' } });
  const saved = await readFile(stateFile, 'utf8');
  await sandbox.stop();
  expect(saved).toContain('+14155550171');
});

test('the file is for its owner only, and nothing unfinished stays beside it', async () => {
  const sandbox = await startSandbox({ stateFile });
  sandbox.control.setStock(10);
  sandbox.control.setStock(20);
  await sandbox.stop();
  for (const file of [stateFile, `${stateFile}.lock`]) expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'data'))).toEqual(['sandbox.json', 'sandbox.json.lock']);
});

test('the file belongs to one sandbox at a time, until that has stopped', async () => {
  const first = await startSandbox({ stateFile });
  await expect(startSandbox({ stateFile })).rejects.toThrow(`${stateFile} is in use by another process.`);
  await first.stop();
  const second = await startSandbox({ stateFile });
  await second.stop();
});

test('a sandbox that saves nothing may read the file of another, and leaves it as it is', async () => {
  const first = await startSandbox({ stateFile });
  first.control.setStock(10);
  const beside = await startSandbox({ stateFile, savesState: false });
  expect(beside.control.stock()).toBe(10);
  beside.control.setStock(20);
  await beside.stop();
  const third = await startSandbox({ stateFile, savesState: false });
  expect([first.control.stock(), third.control.stock()]).toEqual([10, 10]);
  await Promise.all([first.stop(), third.stop()]);
});

test('a sandbox that finds its port taken lets go of the file', async () => {
  const other = await startSandbox();
  const port = Number(new URL(other.controlUrl).port);
  await expect(startSandbox({ stateFile, port })).rejects.toThrow('EADDRINUSE');
  await other.stop();
  const again = await startSandbox({ stateFile });
  await again.stop();
});

test('a password is kept nowhere', async () => {
  const sandbox = await startSandbox({ stateFile });
  const vogent = createClient(sandbox.vogentUrl);
  const login = { username: 'secret-user', password };
  const statuses = [
    await createClient(sandbox.oneinboxUrl)('POST', '/v1/phone-numbers', {
      body: {
        phone_number: '+15735550177',
        provider: 'twilio',
        agent_id: agentId,
        provider_config: {
          trunk_address: 'trunk.example',
          auth_username: 'secret-user',
          auth_password: password,
        },
      },
    }),
    await vogent('POST', '/phone_numbers', {
      body: {
        type: 'sip_import',
        sipImport: { phoneNumber: '+442079460123', terminationUri: 'trunk.example', ...login },
      },
    }),
    await vogent('POST', '/phone_numbers', {
      body: { type: 'vogent_sip', vogentSip: { sipPrefix: 'acme-sales', ...login } },
    }),
  ].map((reply) => reply.status);
  const shown = await Promise.all(
    ['state', 'calls', 'faults'].map(async (page) => {
      const response = await fetch(`${sandbox.controlUrl}/${page}`);
      return response.text();
    }),
  );
  const saved = await readFile(stateFile, 'utf8');
  await sandbox.stop();
  expect(statuses).toEqual([201, 200, 200]);
  expect(saved).toContain('acme-sales');
  for (const text of [saved, ...shown]) expect(text).not.toMatch(/correct-horse|secret-user/);
});

test.each(['', '{', '{"version":2}'])('a file that holds %j is left alone and named', async (text) => {
  const other = join(folder, 'other.json');
  await writeFile(other, text);
  await expect(startSandbox({ stateFile: other })).rejects.toThrow(other);
  expect(await readFile(other, 'utf8')).toBe(text);
});
