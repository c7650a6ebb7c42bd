import { registerHooks } from 'node:module';
import { applyChange } from './apply-change.ts';
import { faults } from './faults.ts';

/** From now on, modules of this thread are loaded with a fault in them. Nothing on the disk changes. */
export function putFaultIn(number: number): void {
  const fault = faults.find((one) => one.number === number);
  if (fault === undefined) throw new Error(`There is no fault ${number}.`);
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const changes = fault.changes.filter(({ file }) => url.endsWith(`/${file}`));
      if (changes.length === 0 || loaded.source === undefined) return loaded;
      const text = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
      return { ...loaded, source: changes.reduce(applyChange, text) };
    },
  });
}
