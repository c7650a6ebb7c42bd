import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../src/cli/phone-numbers.js', import.meta.url));
/** `USER_HZ`, in which Linux tells processor times; the same on all machines Node runs on. */
const TICKS_PER_SECOND = 100;
const READY_POLL_MS = 25;
const READY_POLLS = 800;

/** A process of its own, ended when it is disposed of. */
export type OwnProcess = AsyncDisposable & {
  /** Processor time used so far, in ms, in user and kernel mode. Needs Linux. */
  cpuMs(): number;
};

/** Starts the fake vendors without a state file, so that they wait for no disk. */
export async function startSandboxProcess(): Promise<OwnProcess & { readonly environment: Record<string, string> }> {
  const child = spawn(process.execPath, [COMMAND, 'sandbox', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {},
  });
  const [greeting] = await once(child.stdout, 'data');
  const settings = String(greeting).matchAll(/^ +([A-Z_]+)=(\S+)/gm);
  return {
    ...own(child),
    environment: { ...Object.fromEntries([...settings].map(([, name, value]) => [name, value])), SANDBOX: 'false' },
  };
}

/** Starts the service as in production, and waits until it is ready. */
export async function startServiceProcess(
  environment: Readonly<Record<string, string>>,
  { cwd, flags = [] }: { readonly cwd: string; readonly flags?: readonly string[] },
): Promise<OwnProcess & { readonly url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [...flags, COMMAND, 'serve'], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...environment,
      PORT: String(port),
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      PURCHASE_LIMIT_PER_DAY: 'none',
    },
  });
  for (let poll = 0; poll < READY_POLLS; poll += 1) {
    const isReady = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return { ...own(child), url };
    if (child.exitCode !== null) break;
    await sleep(READY_POLL_MS);
  }
  child.kill();
  throw new Error('The service did not start.');
}

function own(child: ChildProcess): OwnProcess {
  return {
    cpuMs: () => readCpuMs(child.pid),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function readCpuMs(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is a name in brackets, which may hold anything; user and kernel time are the 14th and 15th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
