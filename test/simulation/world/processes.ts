import { AsyncLocalStorage } from 'node:async_hooks';
import type { SentCall } from '../../../src/domain/sent-call.ts';
import type { Random } from '../../torture/random.ts';
import { never } from './database.ts';
import type { Timeline } from './timeline.ts';
import type { Surroundings } from './virtual-globals.ts';

/**
 * What befalls a process at the n-th step of one of its tasks. A step is just before or after a transaction, or a call to
 * a vendor. `clocksStop` is how a machine sleeps; without it, only the process is held up.
 */
export type Fuse =
  | { readonly at: number; readonly effect: 'dies' }
  | { readonly at: number; readonly effect: 'pauses'; readonly ms: number; readonly clocksStop: boolean };

/** One thing that a process does for somebody, with chance of its own. */
export type Task = { readonly name: string; readonly random: Random; readonly fuse: Fuse | null; steps: number };

/** A machine on which one process of the service runs at a time. */
export type Machine = {
  readonly name: string;
  /** By how much its wall clock is wrong, in ms; and was, when its process started. */
  skewMs: number;
  skewAtStartMs: number;
  pauses: { readonly from: number; readonly until: number; readonly clocksStop: boolean }[];
  /** Lets its process look at the time. */
  hear: () => void;
};

/** How often an instance looks at the database's clock, in ms. */
export const CLOCK_INTERVAL_MS = 60_000;
/** How many looks it takes after a sleep, at most, until the new time is believed. */
const LOOKS_AFTER_SLEEP = 6;
/** For how long after a sleep a machine may have the wrong time, in ms. */
export const DROWSY_MS = LOOKS_AFTER_SLEEP * CLOCK_INTERVAL_MS;

/** One run of the service, from its start to its death. */
export type Process = { readonly machine: Machine; readonly startedAt: number; isDead: boolean };

/** On whose behalf code runs. */
type Scope = { readonly process: Process; readonly task: Task; readonly sent: SentCall | null };

const scopes = new AsyncLocalStorage<Scope>();

/** The scope of the code that runs; null for what belongs to no process. */
export function currentScope(): Scope | null {
  return scopes.getStore() ?? null;
}

/** Runs code, and all that follows of it, on behalf of a task. */
export function runAs<Result>(scope: Scope, work: () => Result): Result {
  return scopes.run(scope, work);
}

/** Runs code that belongs to no process. */
export function runOutside<Result>(work: () => Result): Result {
  return scopes.exit(work);
}

/** Runs a call to a vendor, so that the network can tell which record it goes by. */
export function withSentCall<Result>(sent: SentCall, work: () => Result): Result {
  const scope = currentScope();
  return scope === null ? work() : scopes.run({ ...scope, sent }, work);
}

/** Where processes run. */
export type Host = {
  readonly timeline: Timeline;
  /** A step of the current task: here it may die, or pause. */
  step(): Promise<void>;
  /** Runs once, after so many ms of the process's own clock; unless it is dead by then. Returns how to cancel it. */
  afterOwn(process: Process, ms: number, run: () => void): () => void;
  /** What the network brings to a process at a time: later where it pauses, never where it is dead. */
  deliver(process: Process, at: number, run: () => void): void;
  pause(machine: Machine, ms: number, clocksStop: boolean): void;
  surroundings: Surroundings;
};

type HostSettings = {
  readonly timeline: Timeline;
  /** Chance for whatever belongs to no task. */
  readonly random: () => number;
  /** A process dies in the middle of something. */
  readonly kill: (process: Process) => void;
  readonly note: (machine: Machine, what: string) => void;
};

export function createHost({ timeline, random, kill, note }: HostSettings): Host {
  const stoppedMs = ({ pauses }: Machine): number => {
    let total = 0;
    for (const { from, until, clocksStop } of pauses) {
      if (clocksStop) total += Math.min(timeline.now(), until) - from;
    }
    return total;
  };
  const pausedUntil = ({ pauses }: Machine): number => pauses.reduce((last, { until }) => Math.max(last, until), 0);
  const ownMs = ({ machine, startedAt }: Process): number => timeline.now() - startedAt - stoppedMs(machine);

  const host: Host = {
    timeline,
    async step() {
      const scope = currentScope();
      if (scope === null) return;
      const { process, task } = scope;
      if (process.isDead) return never();
      task.steps += 1;
      if (task.fuse?.at === task.steps) {
        if (task.fuse.effect === 'dies') {
          note(process.machine, `dies at step ${task.steps} of ${task.name}`);
          kill(process);
          return never();
        }
        note(process.machine, `at step ${task.steps} of ${task.name}:`);
        host.pause(process.machine, task.fuse.ms, task.fuse.clocksStop);
      }
      while (pausedUntil(process.machine) > timeline.now()) {
        await new Promise<void>((resolve) => timeline.schedule(pausedUntil(process.machine), resolve));
      }
      return process.isDead ? never() : undefined;
    },
    afterOwn(process, ms, run) {
      const scope = currentScope();
      const due = ownMs(process) + ms;
      let isCancelled = false;
      const fire = (): void => {
        if (isCancelled || process.isDead) return;
        const until = pausedUntil(process.machine);
        if (until > timeline.now()) return void timeline.schedule(until, fire);
        const left = due - ownMs(process);
        if (left > 0) return void timeline.schedule(timeline.now() + left, fire);
        if (scope === null) run();
        else runAs(scope, run);
      };
      timeline.schedule(timeline.now() + ms, fire);
      return () => {
        isCancelled = true;
      };
    },
    deliver(process, at, run) {
      const fire = (): void => {
        if (process.isDead) return;
        const until = pausedUntil(process.machine);
        if (until > timeline.now()) timeline.schedule(until, fire);
        else run();
      };
      timeline.schedule(at, fire);
    },
    pause(machine, ms, clocksStop) {
      note(machine, `pauses for ${ms} ms${clocksStop ? ', with its clocks' : ''}`);
      const until = timeline.now() + ms;
      machine.pauses.push({ from: timeline.now(), until, clocksStop });
      if (!clocksStop) return;
      for (let look = 1; look <= LOOKS_AFTER_SLEEP; look += 1) {
        timeline.schedule(until + look * CLOCK_INTERVAL_MS, () => machine.hear());
      }
    },
    surroundings: {
      wallMs() {
        const machine = currentScope()?.process.machine;
        return machine ? timeline.now() + machine.skewMs - stoppedMs(machine) : timeline.now();
      },
      monotonicMs() {
        const process = currentScope()?.process;
        return process ? ownMs(process) : timeline.now();
      },
      random: () => currentScope()?.task.random.next() ?? random(),
      after(ms, run) {
        const process = currentScope()?.process;
        if (process) return host.afterOwn(process, ms, run);
        const scheduled = timeline.schedule(timeline.now() + ms, run);
        return () => scheduled.cancel();
      },
    },
  };
  return host;
}
