import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyChange } from './apply-change.ts';
import { faults } from './faults.ts';
import { runWorkers } from './workers.ts';

const settings = {
  minutes: 5,
  purchases: Number.POSITIVE_INFINITY,
  seed: 20_261_127,
  isShrunk: false,
  keepsGoing: false,
  fault: null,
};

describe('a simulation', () => {
  it('repeats a life exactly by its seed', async () => {
    const tell = async (life: number) => {
      const { story, failures } = await runWorkers({ ...settings, life }, 1);
      return [...story, ...failures.flatMap((failure) => failure.story)];
    };
    for (const life of [0, 1]) {
      const first = await tell(life);
      expect(first.length).toBeGreaterThan(10);
      expect(await tell(life)).toEqual(first);
    }
  });

  it('lives other lives by other seeds', async () => {
    const one = await runWorkers({ ...settings, life: 2 }, 1);
    const other = await runWorkers({ ...settings, life: 2, seed: settings.seed + 1 }, 1);
    expect(other.counts).not.toEqual(one.counts);
  });
});

describe('each fault that can be put back in', () => {
  it.each(faults.flatMap(({ number, changes }) => changes.map((change) => ({ number, ...change }))))(
    '$number fits $file',
    (change) => {
      const text = readFileSync(join(import.meta.dirname, '../..', change.file), 'utf8');
      expect(applyChange(text, change)).not.toBe(text);
    },
  );
});
