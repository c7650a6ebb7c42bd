import { Worker } from 'node:worker_threads';
import type { RunResult, RunSettings, Share } from './run-result.ts';

/** Shares a run out among threads. The first breach ends it, unless it is to go on. */
export async function runWorkers(settings: RunSettings, threads: number): Promise<RunResult> {
  const workers: Worker[] = [];
  const results: RunResult[] = [];
  const count = settings.life === null ? threads : 1;
  const runs = Array.from({ length: count }, (_, first) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const share: Share = { first, step: count };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { settings, share } });
    workers.push(worker);
    worker.once('message', (result: RunResult) => {
      results.push(result);
      if (result.failures.length === 0 || settings.keepsGoing) return;
      for (const other of workers) if (other !== worker) void other.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', () => resolve());
    return promise;
  });
  await Promise.all(runs);
  const counts = new Map<string, number>();
  for (const result of results)
    for (const [what, times] of result.counts) counts.set(what, (counts.get(what) ?? 0) + times);
  return {
    lives: results.reduce((total, { lives }) => total + lives, 0),
    ms: Math.max(0, ...results.map(({ ms }) => ms)),
    counts,
    failures: results.flatMap(({ failures }) => failures),
    story: results.flatMap(({ story }) => story),
  };
}
