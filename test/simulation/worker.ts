import { parentPort, workerData } from 'node:worker_threads';
import { putFaultIn } from './fault-hook.ts';
import type { RunSettings, Share } from './run-result.ts';

const { settings, share }: { settings: RunSettings; share: Share } = workerData;
// Before anything of the service is loaded.
if (settings.fault !== null) putFaultIn(settings.fault);
const { run } = await import('./run.ts');
parentPort?.postMessage(await run(settings, share));
