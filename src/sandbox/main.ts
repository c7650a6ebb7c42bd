import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    state: { type: 'string' },
  },
});

const sandbox = await startSandbox({ port: Number(values.port), stateFile: values.state });

process.stdout.write(`Fake OneInbox and Vogent are running. Start the service on them with

  ONEINBOX_BASE_URL=${sandbox.oneinboxUrl} ONEINBOX_API_KEY=sandbox \\
  VOGENT_BASE_URL=${sandbox.vogentUrl} VOGENT_API_KEY=sandbox npm start

Steer them while it runs; all there is: curl ${sandbox.controlUrl}

  curl ${sandbox.controlUrl}/state
  curl -d '{"operation":"purchase","kind":"500-after","times":1}' ${sandbox.controlUrl}/faults

`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.stop());
}
