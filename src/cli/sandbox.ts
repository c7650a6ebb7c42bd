import { parseArgs } from 'node:util';
import { startSandbox } from '../sandbox/sandbox.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    state: { type: 'string' },
  },
});

const sandbox = await startSandbox({ port: Number(values.port), stateFile: values.state }).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

const settings = Object.entries(sandbox.accounts).map(
  ([name, { apiKey, baseUrl }]) => `${name}_BASE_URL=${baseUrl} ${name}_API_KEY=${apiKey}`,
);

process.stdout.write(`Fake vendors are running. Start the service on them with

  ${settings.join(' \\\n  ')} npm start

Steer them while it runs; all there is: curl ${sandbox.controlUrl}

  curl ${sandbox.controlUrl}/state
  curl -d '{"operation":"purchase","kind":"500-after","times":1}' ${sandbox.controlUrl}/faults

`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.stop());
}
