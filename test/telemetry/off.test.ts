import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Starts a service, and stops it, and prints which modules it has loaded of what only traces and pushed metrics need. */
const program = `
  import { registerHooks } from 'node:module';
  const loaded = new Set();
  registerHooks({
    load(url, context, next) {
      loaded.add(url);
      return next(url, context);
    },
  });
  const { startService } = await import(process.argv[1]);
  const service = await startService();
  await service.stop();
  process.stdout.write('loaded ' + [...loaded].filter((url) => /otlp|sdk-trace/.test(url)).length);
`;

const APP = new URL('../../src/app.ts', import.meta.url).href;

it.each([
  { endpoint: undefined, loads: false },
  { endpoint: 'http://127.0.0.1:9', loads: true },
])('with the endpoint $endpoint, what sends traces is loaded: $loads', async ({ endpoint, loads }) => {
  const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, APP], {
      cwd: folder,
      env: { PORT: '0', LOG_LEVEL: 'silent', ...(endpoint !== undefined && { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }) },
    });
    const [, count] = /loaded (\d+)$/.exec(stdout) ?? [];
    expect(Number(count) > 0).toBe(loads);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
