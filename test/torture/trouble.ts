import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { vendorNames } from '../support/vendors.ts';
import type { Instance } from './instance.ts';
import type { Random } from './random.ts';

const faultKinds = [
  'late',
  '429',
  '500-before',
  '500-after',
  'reset-before',
  'reset-after',
  'hang',
  'hang-after',
  'garbage',
] as const satisfies readonly Fault['kind'][];

const operations = [
  'purchase',
  'purchase',
  'import',
  'createSip',
  'update',
  'release',
  'search',
  'list',
  'get',
] as const;

export type TroubleCounts = { kills: number; readonly faults: Record<string, number> };

/** Lets vendors fail in ways that change every moment, with quiet times in between. */
export async function makeVendorsFail(
  control: SandboxControl,
  { random, counts, isOver }: { random: Random; counts: TroubleCounts; isOver: () => boolean },
): Promise<void> {
  while (!isOver()) {
    control.clearFaults();
    if (!random.chance(0.25)) {
      for (let left = random.between(1, 4); left > 0; left -= 1) {
        const kind = random.pick(faultKinds);
        counts.faults[kind] = (counts.faults[kind] ?? 0) + 1;
        control.addFault({
          vendor: random.pick(vendorNames),
          operation: random.pick(operations),
          kind,
          probability: random.pick([0.1, 0.3, 0.6]),
          ...(kind === 'late' && { delayMs: random.between(100, 1_500) }),
        });
      }
    }
    await sleep(random.between(300, 1_500));
  }
  control.clearFaults();
}

/** Kills one instance after the other, at any moment, and starts it again. */
export async function killInstances(
  instances: readonly Instance[],
  { random, counts, isOver }: { random: Random; counts: TroubleCounts; isOver: () => boolean },
): Promise<void> {
  while (!isOver()) {
    await sleep(random.between(500, 5_000));
    if (isOver()) return;
    const instance = random.pick(instances);
    await instance.kill();
    counts.kills += 1;
    await sleep(random.between(0, 1_000));
    await instance.start();
  }
}
