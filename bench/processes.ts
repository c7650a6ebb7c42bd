import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../src/cli/phone-numbers.js', import.meta.url));
const READY_POLL_MS = 25;
const READY_POLLS = 800;

/** A process of its own, ended when it is disposed of. */
export type OwnProcess = AsyncDisposable & {
  readonly pid: number | undefined;
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

/** Starts the service as in production, and waits until it is ready. `root` is another checkout of it, if not this one. */
export async function startServiceProcess(
  environment: Readonly<Record<string, string>>,
  { cwd, flags = [], root }: { readonly cwd: string; readonly flags?: readonly string[]; readonly root?: string },
): Promise<OwnProcess & { readonly url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [...flags, root === undefined ? COMMAND : join(root, 'src/cli/phone-numbers.js'), 'serve'],
    {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...environment,
        PORT: String(port),
        NODE_ENV: 'production',
        LOG_LEVEL: 'warn',
        PURCHASE_LIMIT_PER_DAY: 'none',
      },
    },
  );
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

/** Starts a server that serves a SQLite file, and says where in a line of its own. */
export async function startContender(script: string, file: string): Promise<OwnProcess & { readonly url: string }> {
  const child = spawn(process.execPath, [script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { NODE_ENV: 'production' },
  });
  for await (const line of createInterface(child.stdout)) {
    // Apollo Server says something of its own first.
    if (URL.canParse(line)) return { ...own(child), url: line };
  }
  throw new Error(`${script} did not start.`);
}

function own(child: ChildProcess): OwnProcess {
  return {
    pid: child.pid,
    cpuMs: () => readCpuMs(child.pid),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Of all threads there are, in ms. Needs Linux. */
function readCpuMs(pid: number | undefined): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => {
    const [nanoseconds = 0] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ').map(Number);
    return sum + nanoseconds / 1_000_000;
  }, 0);
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
