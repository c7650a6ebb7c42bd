import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The folder of this checkout. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TASKSET = '/usr/bin/taskset';
const COMMAND = 'src/cli/phone-numbers.js';
const NS_PER_MS = 1_000_000;
const READY_POLL_MS = 25;
const READY_POLLS = 800;
/** Processors by number: what is measured is alone on the first, what it needs and what asks it share the other. */
const [MEASURED_CORE, OTHER_CORE] = ['0', '1'];

/** A process of its own, ended when it is disposed of. */
export type OwnProcess = AsyncDisposable & {
  /** Processor time used so far, in ms, in user and kernel mode. Needs Linux. */
  cpuMs(): number;
  /** Resident memory, in MiB. Needs Linux. */
  residentMiB(): number;
};

type Environment = Readonly<Record<string, string>>;

/** Starts the fake vendors without a state file, so that they wait for no disk. */
export async function startSandboxProcess(): Promise<OwnProcess & { readonly environment: Record<string, string> }> {
  const child = spawn(process.execPath, [join(ROOT, COMMAND), 'sandbox', '--port', '0'], {
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

type ServiceProcess = {
  readonly cwd: string;
  readonly flags?: readonly string[];
  /** The checkout whose service it is. */
  readonly root?: string;
  readonly isPinned?: boolean;
};

/** Starts the service as in production, and waits until it is ready. */
export async function startServiceProcess(
  environment: Environment,
  { cwd, flags = [], root = ROOT, isPinned = false }: ServiceProcess,
): Promise<OwnProcess & { readonly url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = [...flags, join(root, COMMAND), 'serve'];
  const settings = { LOG_LEVEL: 'warn', PURCHASE_LIMIT_PER_DAY: 'none', ...environment, PORT: String(port) };
  return untilReady(spawnNode(command, { cwd, environment: settings, isPinned }), { url, path: '/health/ready' });
}

/** Starts a server, with the port that it should listen at as its first argument, and waits until it answers. */
export async function startServerProcess(
  file: string,
  { options = [], isPinned = false }: { readonly options?: readonly string[]; readonly isPinned?: boolean } = {},
): Promise<OwnProcess & { readonly url: string }> {
  const port = await freePort();
  const command = [join(ROOT, file), String(port), ...options];
  const started = spawnNode(command, { cwd: ROOT, environment: {}, isPinned });
  return untilReady(started, { url: `http://127.0.0.1:${port}`, path: '/' });
}

/** Makes this process, and those that it starts without saying where, leave the first processor to what is measured. */
export function leaveMeasuredCore(): void {
  if (canPin()) spawnSync(TASKSET, ['-acp', OTHER_CORE, String(process.pid)]);
}

/** Whether processes can be told on which processor to run, and there are two of them. */
function canPin(): boolean {
  return cpus().length > 1 && existsSync(TASKSET);
}

type Start = { readonly cwd: string; readonly environment: Environment; readonly isPinned: boolean };

function spawnNode(command: readonly string[], { cwd, environment, isPinned }: Start): ChildProcess {
  const pinned = isPinned && canPin() ? [TASKSET, '-c', MEASURED_CORE] : [];
  const [program = process.execPath, ...options] = [...pinned, process.execPath, ...command];
  return spawn(program, options, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...environment, NODE_ENV: 'production' },
  });
}

async function untilReady(child: ChildProcess, { url, path }: { readonly url: string; readonly path: string }) {
  for (let poll = 0; poll < READY_POLLS; poll += 1) {
    const isReady = await fetch(`${url}${path}`).then(
      ({ ok }) => ok || path === '/',
      () => false,
    );
    if (isReady) return { ...own(child), url };
    if (child.exitCode !== null) break;
    await sleep(READY_POLL_MS);
  }
  child.kill();
  throw new Error(`A server did not start: ${child.spawnargs.join(' ')}`);
}

function own(child: ChildProcess): OwnProcess {
  return {
    cpuMs: () => readCpuMs(child.pid),
    residentMiB: () => readResidentMiB(child.pid),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Of all threads, to the nanosecond; `/proc/<pid>/stat` tells hundredths of a second. */
function readCpuMs(pid: number | undefined): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const spent = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return spent.reduce((total, each) => total + each, 0) / NS_PER_MS;
}

function readResidentMiB(pid: number | undefined): number {
  const [, kib] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m) ?? [];
  return Number(kib) / 1024;
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
