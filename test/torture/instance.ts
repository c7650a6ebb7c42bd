import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../support/compile-cache.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/phone-numbers.js', import.meta.url));

/** One process of the service, which may be killed and started again. */
export type Instance = {
  /** Where it serves; null while it does not. */
  url(): string | null;
  start(): Promise<void>;
  /** `kill -9`, and waits for the end. */
  kill(): Promise<void>;
  /** Stops it in the middle of whatever it does, and lets it go on after so many ms. Its clocks go on meanwhile. */
  pause(ms: number): Promise<void>;
  /** SIGTERM, and waits for a clean end. Throws if there is none. */
  stop(): Promise<void>;
};

/** An instance with the environment that holds when it starts. Its log is kept in `logFile`, if there is one. */
export function createInstance(environment: () => NodeJS.ProcessEnv, logFile: string | null = null): Instance {
  const log = logFile === null ? null : createWriteStream(logFile, { flags: 'a' });
  let child: ChildProcess | null = null;
  let url: string | null = null;

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const ending = child;
    child = null;
    url = null;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return 0;
    const closed = once(ending, 'close');
    ending.kill(signal);
    const [code]: (number | null)[] = await closed;
    return code ?? null;
  }

  return {
    url: () => url,
    async start() {
      const started = spawn(process.execPath, [MAIN], {
        env: { PATH: process.env['PATH'], ...compileCache(), ...environment() },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = started;
      if (log) started.stdout.pipe(log, { end: false });
      url = await readUrl(started);
    },
    kill: async () => {
      await end('SIGKILL');
    },
    async pause(ms) {
      const paused = child;
      paused?.kill('SIGSTOP');
      await sleep(ms);
      paused?.kill('SIGCONT');
    },
    async stop() {
      const code = await end('SIGTERM');
      log?.end();
      if (code !== 0) throw new Error(`An instance ended with ${code} on SIGTERM.`);
    },
  };
}

/** The address out of the line that says that it is ready. */
function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (output.length > 100_000) return;
      output += chunk.toString();
      const [, url] = /"graphql":"(.*?)\/graphql"/.exec(output) ?? [];
      if (url !== undefined) {
        output = 'x'.repeat(100_001);
        resolve(url);
      }
    });
    child.once('close', (code) => reject(new Error(`An instance did not start: ${code} ${output}`)));
  });
}
