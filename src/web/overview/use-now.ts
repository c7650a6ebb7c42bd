import { useSyncExternalStore } from 'react';

const TICK_MS = 1_000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** Milliseconds since 1970, to a second; stands still while nobody looks. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** The same, for texts that change less often: to how many seconds. */
export function useNowTo(seconds: number): number {
  const step = seconds * TICK_MS;
  return useSyncExternalStore(subscribe, () => Math.floor(now / step) * step);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}
