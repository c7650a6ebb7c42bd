import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import type { Instance } from './instance.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

type Setting = {
  readonly instances: readonly Instance[];
  readonly random: Random;
  readonly events: Tally;
  readonly isOver: () => boolean;
};

/** Kills one instance after the other, at any moment, and starts it again, now and then with new API keys. */
export async function killInstances({ rotateKeys, ...setting }: Setting & { rotateKeys: () => void }): Promise<void> {
  const { instances, random, events, isOver } = setting;
  while (!isOver()) {
    await sleep(random.between(500, 6_000));
    if (isOver()) return;
    const instance = random.pick(instances);
    await instance.kill();
    events.add('kill -9');
    if (random.chance(0.15)) {
      rotateKeys();
      events.add('API keys rotated');
    }
    await sleep(random.between(0, 1_000));
    await instance.start();
  }
}

/** Pauses one instance after the other while it waits for vendors, some for longer than its leases last. */
export async function pauseInstances({ control, ...setting }: Setting & { control: SandboxControl }): Promise<void> {
  const { instances, random, events, isOver } = setting;
  while (!isOver()) {
    await sleep(random.between(2_000, 12_000));
    if (isOver()) return;
    const end = control.addFault({
      operation: random.pick(['purchase', 'list', 'search']),
      kind: 'late',
      delayMs: 400,
    });
    await sleep(random.between(50, 300));
    events.add('paused');
    const pause = random.pick(instances).pause(random.pick([300, 1_500, 3_000, 5_000, 9_000]));
    end();
    await pause;
  }
}
