import { loadVendors } from '../config.ts';
import { type SandboxOptions as OpenSandboxOptions, type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { SandboxStateError } from '../sandbox/state-store.ts';
import { CommandError } from './command-error.ts';
import { untilStopped } from './until-stopped.ts';

/** The options of `phone-numbers sandbox`; `state` is the file that keeps the accounts. */
export type SandboxOptions = { readonly port: number; readonly state?: string | undefined };

/**
 * Runs the fake vendors until SIGINT or SIGTERM.
 * @throws {CommandError} where the port is taken or the state file cannot be used.
 */
export async function runSandbox({ port, state }: SandboxOptions): Promise<void> {
  const sandbox = await start({ vendors: await loadVendors(), port, stateFile: state });
  // To the service these are real vendors: their numbers must not come to lie among those of others.
  const environment = { DATA_DIR: './data-of-fakes', ...sandbox.environment };
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  process.stdout.write(`Fake vendors are running. Start the service on them with

  ${settings.join(' \\\n  ')} npm start

Control them while they run; all that is possible: curl ${sandbox.controlUrl}

  curl ${sandbox.controlUrl}/state
  curl --json '{"operation":"purchase","kind":"500-after","times":1}' ${sandbox.controlUrl}/faults

`);
  await untilStopped();
  await sandbox.stop();
}

async function start(options: OpenSandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (cause) {
    throw new CommandError(explain(cause, options.port ?? 0), { cause });
  }
}

function explain(error: unknown, port: number): string {
  if (error instanceof SandboxStateError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return `Port ${port} is taken: end what listens there, or choose another with --port.`;
  return `The fake vendors cannot start: ${error instanceof Error ? error.message : error}`;
}
