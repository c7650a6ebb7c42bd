import type { Fuse } from '../world/processes.ts';

/** What happens in a life, one after the other; nothing waits for what was begun before. */
export type Action = {
  /** How long after the action before, in ms. */
  readonly afterMs: number;
  /** On which machine, where it is something that an instance does. */
  readonly machine: number;
  /** Of all that chance decides in it, so that an action does the same if another one is left out. */
  readonly seed: number;
  readonly fuse: Fuse | null;
  readonly what: What;
};

export type What =
  | { readonly do: 'ask'; readonly key: number; readonly request: number }
  | { readonly do: 'reconcile' }
  | { readonly do: 'sync' }
  | { readonly do: 'link' | 'unlink' | 'release'; readonly nth: number }
  | {
      readonly do: 'settle';
      /** Which of those that wait for a person, unless its id is given. */
      readonly nth: number;
      readonly id?: string;
      readonly says: 'the truth' | 'failed' | 'any number';
    }
  | { readonly do: 'kill' }
  | { readonly do: 'pause'; readonly ms: number; readonly clocksStop: boolean }
  | { readonly do: 'step the clock'; readonly ms: number }
  | { readonly do: 'sell to others'; readonly vendor: number; readonly nth: number }
  | { readonly do: 'remove by hand'; readonly vendor: number; readonly nth: number }
  /** Of all machines: a new one of the same account, one of another account, or the last one of the right account. */
  | { readonly do: 'change the key'; readonly to: 'new' | 'wrong' | 'right' };

/** For people. */
export function inWords({ afterMs, machine, fuse, what }: Action): string {
  const { do: name, ...details } = what;
  const fused = fuse === null ? '' : `, ${JSON.stringify(fuse)}`;
  return `+${afterMs} ms, machine-${machine}: ${name} ${JSON.stringify(details)}${fused}`;
}
