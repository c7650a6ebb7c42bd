import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { openVendors } from '../../src/vendors/open-vendor.ts';
import { COMMAND } from '../support/command.ts';
import { createLogSink } from '../support/log-sink.ts';

const NO_NUMBER = '00000000-0000-4000-8000-000000000000';

test('the standalone sandbox says how to use it, and ends when told to even if a call hangs', async () => {
  const child = spawn(process.execPath, [COMMAND, 'sandbox', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    const [chunk] = await once(child.stdout, 'data');
    const said = [...String(chunk).matchAll(/^ +([A-Z_]+)=(\S+)/gm)];
    const { accounts } = readConfig(Object.fromEntries(said.map(([, name, value]) => [name, value])));
    const { logger } = createLogSink();
    const vendors = [...openVendors(builtInVendors, accounts, { timeoutMs: 60_000, logger }).values()];
    expect(vendors).toHaveLength(builtInVendors.length);
    for (const vendor of vendors) expect(await vendor.get(NO_NUMBER)).toBeNull();

    const [, faultsUrl = ''] = /curl --json .* (\S+\/faults)/.exec(String(chunk)) ?? [];
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(faultsUrl, { method: 'POST', headers, body: '{"kind":"hang"}' })).status).toBe(201);
    const hanging = expect(vendors[0]?.get(NO_NUMBER)).rejects.toThrow();
    await expect.poll(async () => (await fetch(faultsUrl)).text(), { interval: 10 }).toContain('"struck":1');
    child.kill('SIGTERM');
    await hanging;
    expect(await ended).toEqual([0, null]);
    for (const vendor of vendors) await vendor.close();
  } finally {
    child.kill('SIGKILL');
  }
});
