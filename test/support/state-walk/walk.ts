import { callerAsks } from './caller.ts';
import { evidenceComesIn } from './evidence.ts';
import { personSettles } from './person.ts';
import { beginning, bought, holdsTarget, type State } from './state.ts';
import type { Cause, Step, World } from './step.ts';
import { vendorAnswers, worldMovesOn } from './vendor.ts';

/** A state, and how it was first reached: no shorter way leads there. */
type Visit = { readonly state: State; readonly step: Step | null; readonly from: Visit | null };

/** All states that can be reached. */
export type Walk = {
  readonly size: number;
  /** The shortest way to a state that is so, in words; null where none is. */
  wayTo(isSo: (state: State) => boolean): string[] | null;
  /** The shortest way to a state from which these causes alone lead to no state that is so; null where all do. */
  wayToStuck(options: {
    readonly from: (state: State) => boolean;
    readonly to: (state: State) => boolean;
    readonly by: readonly Cause[];
  }): string[] | null;
};

/** Visits every state that can be reached, breadth first. */
export function walk(world: World): Walk {
  const visits = new Map<string, Visit>();
  const comesFrom = new Map<string, { readonly before: string; readonly cause: Cause }[]>();
  const first: Visit = { state: beginning, step: null, from: null };
  visits.set(JSON.stringify(beginning), first);
  const queue = [first];
  for (const visit of queue) {
    const before = JSON.stringify(visit.state);
    for (const step of stepsFrom(visit.state, world)) {
      const key = JSON.stringify(step.next);
      const ways = comesFrom.get(key) ?? [];
      ways.push({ before, cause: step.cause });
      comesFrom.set(key, ways);
      if (visits.has(key)) continue;
      const reached = { state: step.next, step, from: visit };
      visits.set(key, reached);
      queue.push(reached);
    }
  }
  const firstWayTo = (isSo: (key: string, state: State) => boolean): string[] | null => {
    for (const [key, visit] of visits) if (isSo(key, visit.state)) return inWords(visit);
    return null;
  };
  return {
    size: visits.size,
    wayTo: (isSo) => firstWayTo((_key, state) => isSo(state)),
    wayToStuck({ from, to, by }) {
      const reaching = [...visits].filter(([, { state }]) => to(state)).map(([key]) => key);
      const gets = new Set(reaching);
      for (const key of reaching) {
        for (const { before, cause } of comesFrom.get(key) ?? []) {
          if (!by.includes(cause) || gets.has(before)) continue;
          gets.add(before);
          reaching.push(before);
        }
      }
      return firstWayTo((key, state) => from(state) && !gets.has(key));
    },
  };
}

function stepsFrom(state: State, world: World): Step[] {
  return [callerAsks, vendorAnswers, evidenceComesIn, personSettles, worldMovesOn].flatMap((steps) =>
    steps(state, world),
  );
}

function inWords({ step, from }: Visit): string[] {
  return from === null || step === null ? [] : [...inWords(from), step.says];
}

/** Two numbers for one key: never. */
export const hasTwo = (state: State): boolean => bought(state).length > 1;

/** Told a number that is not there, though nobody but the vendor has said so. */
export const isToldWrongly = (state: State): boolean =>
  state.key === 'succeeded' && !state.settled && !holdsTarget(state);

/** The caller has the number. */
export const hasIts = (state: State): boolean => state.key === 'succeeded' && holdsTarget(state);

/** Nothing was bought; a call may still be on its way. */
export const hasNone = (state: State): boolean => bought(state).length === 0;

/** The caller can go on: has the number, may choose any with this key, or was told for good that a new key is needed. */
export const goesOn = (state: State): boolean =>
  hasIts(state) ||
  state.key === 'ended' ||
  (state.key === 'failed' && state.settled) ||
  (!state.unanswered && (state.key === 'free' || state.key === 'failed'));
