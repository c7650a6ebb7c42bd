import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, vi } from 'vitest';

const LOGGER = new URL('../../src/telemetry/logger.ts', import.meta.url).href;
const patience = { timeout: 20_000 };

describe('what the service writes to its standard output', () => {
  const running = new Set<ChildProcess>();
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
    running.clear();
  });

  /** Runs this with a `logger`, and gives the messages as they come. */
  function run(work: string): { messages: string[]; ended: Promise<unknown> } {
    const script = `import { createLogger } from '${LOGGER}'; const logger = createLogger('info'); ${work}`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.add(child);
    const messages: string[] = [];
    createInterface(child.stdout).on('line', (line) => messages.push(JSON.parse(line).msg));
    return { messages, ended: once(child, 'close') };
  }

  it('holds the line of a request a moment later, though nothing follows', async () => {
    const { messages } = run("logger.info('request'); setInterval(() => undefined, 1_000);");
    await vi.waitFor(() => expect(messages).toEqual(['request']), patience);
  });

  it('holds any other line at once, after those before it: nothing may follow', async () => {
    const { messages } = run("logger.info('request'); logger.info('sent'); for (;;);");
    await vi.waitFor(() => expect(messages).toEqual(['request', 'sent']), patience);
  });

  it('holds the lines of the last requests once the process has ended', async () => {
    const { messages, ended } = run("for (let id = 0; id < 3; id += 1) logger.info('request'); process.exit(0);");
    await ended;
    expect(messages).toEqual(['request', 'request', 'request']);
  });
});
