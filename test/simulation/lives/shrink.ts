import { truthful } from '../world/temper.ts';
import type { Action } from './actions.ts';
import type { Life } from './generate.ts';

/** Whether a life still ends as the one that is being shrunk. */
export type StillFails = (life: Life) => Promise<boolean>;

/** The smallest life found that still fails: fewer actions, and vendors, networks and clocks that mislead in fewer ways. */
export async function shrink(life: Life, fails: StillFails): Promise<Life> {
  let smallest = life;
  for (;;) {
    const before = sizeOf(smallest);
    smallest = await withFewerActions(smallest, fails);
    smallest = await withLessTrouble(smallest, fails);
    if (sizeOf(smallest) === before) return smallest;
  }
}

function sizeOf(life: Life): string {
  return JSON.stringify([life.actions, life.setting]);
}

/** Leaves out ever smaller parts of the actions, as long as that changes nothing. */
async function withFewerActions(life: Life, fails: StillFails): Promise<Life> {
  let actions = life.actions;
  for (let part = Math.ceil(actions.length / 2); part >= 1; part = part === 1 ? 0 : Math.ceil(part / 2)) {
    for (let from = 0; from < actions.length; ) {
      const without = joined(actions, from, part);
      if (await fails({ ...life, actions: without })) actions = without;
      else from += part;
    }
  }
  for (const [index, { fuse }] of actions.entries()) {
    if (fuse === null) continue;
    const unfused = actions.map((action, at) => (at === index ? { ...action, fuse: null } : action));
    if (await fails({ ...life, actions: unfused })) actions = unfused;
  }
  return { ...life, actions };
}

/** The actions without some; what comes after them happens when it would have. */
function joined(actions: readonly Action[], from: number, part: number): Action[] {
  const left = actions.slice(from, from + part);
  const lostMs = left.reduce((total, { afterMs }) => total + afterMs, 0);
  const [next, ...others] = actions.slice(from + part);
  const rest = next ? [{ ...next, afterMs: next.afterMs + lostMs }, ...others] : [];
  return [...actions.slice(0, from), ...rest];
}

async function withLessTrouble(life: Life, fails: StillFails): Promise<Life> {
  let current = life;
  const attempt = async (setting: Partial<Life['setting']>): Promise<void> => {
    const simpler = { ...current, setting: { ...current.setting, ...setting } };
    if (sizeOf(simpler) !== sizeOf(current) && (await fails(simpler))) current = simpler;
  };
  await attempt({ weather: { writes: 0, reads: 0 } });
  await attempt({ weather: { ...life.setting.weather, reads: 0 } });
  await attempt({ skewsMs: life.setting.skewsMs.map(() => 0) });
  for (const index of life.setting.tempers.keys()) {
    const inPlace = (change: object): Partial<Life['setting']> => ({
      tempers: current.setting.tempers.map((temper, at) => (at === index ? { ...temper, ...change } : temper)),
    });
    await attempt(inPlace(truthful));
    for (const [name, value] of Object.entries(truthful)) await attempt(inPlace({ [name]: value }));
  }
  return current;
}
