import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { COMMAND } from '../support/command.ts';

test('the standalone sandbox says how to use it, and ends when told to even if a call hangs', async () => {
  const child = spawn(process.execPath, [COMMAND, 'sandbox', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    const [chunk] = await once(child.stdout, 'data');
    const [, oneInboxUrl = ''] = /ONEINBOX_BASE_URL=(\S+)/.exec(String(chunk)) ?? [];
    const [, vogentUrl = ''] = /VOGENT_BASE_URL=(\S+)/.exec(String(chunk)) ?? [];
    const [, faultsUrl = ''] = /curl -d .* (\S+\/faults)/.exec(String(chunk)) ?? [];
    const headers = { authorization: 'Bearer sandbox' };
    const answers = [
      await fetch(`${oneInboxUrl}/v1/agents`, { headers }),
      await fetch(`${vogentUrl}/agents`, { headers }),
      await fetch(faultsUrl, { method: 'POST', body: '{"kind":"hang"}' }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 201]);
    const hanging = expect(fetch(`${vogentUrl}/agents`, { headers })).rejects.toThrow();
    await expect.poll(async () => (await fetch(faultsUrl)).text(), { interval: 10 }).toContain('"struck":1');
    child.kill('SIGTERM');
    await hanging;
    expect(await ended).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});
