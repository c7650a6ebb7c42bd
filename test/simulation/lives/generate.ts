import { createRandom, type Random } from '../../torture/random.ts';
import type { Fuse } from '../world/processes.ts';
import type { Temper } from '../world/temper.ts';
import type { Setting } from '../world/world.ts';
import type { Action, What } from './actions.ts';
import { makeRequest, type Offer, type Request } from './requests.ts';

/** A life as it is planned: all of it follows from its seed. */
export type Life = {
  readonly setting: Setting;
  readonly requests: readonly Request[];
  readonly actions: readonly Action[];
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Plans a life. */
export function generateLife(seed: number, offers: readonly Offer[]): Life {
  const random = createRandom(seed);
  const stockSize = random.pick([2, 5, 12, 24, 60]);
  const length = random.pick([10, 30, 60, 90, 120]);
  const vendorsUsed = random.chance(0.6) ? [random.pick(offers)] : offers;
  const machines = random.pick([1, 1, 2, 3]);
  const setting: Setting = {
    seed: random.between(0, 2 ** 31),
    skewsMs: Array.from({ length: machines }, () => (random.chance(0.6) ? 0 : random.between(-3_000, 3_000))),
    tempers: offers.map(() => drawTemper(random)),
    weather: random.pick([
      { writes: 0, reads: 0 },
      { writes: 0.2, reads: 0.05 },
      { writes: 0.5, reads: 0.1 },
      { writes: 0.9, reads: 0.1 },
      { writes: 0.5, reads: 0.5 },
    ]),
    stockSize,
  };
  const pace = random.pick(['crowded', 'mixed', 'slow'] as const);
  const keys = planKeys(random, (tag) => makeRequest(random, vendorsUsed, tag, stockSize));
  const planner = { random, keys, machines, vendors: offers.length, pace };
  const actions = Array.from({ length }, () => drawAction(planner)).flatMap((action) => followed(planner, action));
  return { setting, requests: keys.requests, actions };
}

type Keys = { readonly requests: readonly Request[]; next(): { readonly key: number; readonly request: number } };

/** Most keys are asked for again soon, some much later, a few with a request that is not theirs. */
function planKeys(random: Random, make: (tag: string) => Request): Keys {
  const requests: Request[] = [];
  const requestOf: number[] = [];
  const freshness = random.pick([0.2, 0.5, 0.7]);
  return {
    requests,
    next() {
      const known = requestOf.length;
      const isFresh = known === 0 || random.chance(freshness);
      const key = isFresh
        ? known
        : random.chance(0.7)
          ? Math.max(0, known - random.between(1, 3))
          : random.between(0, known - 1);
      if (isFresh) {
        // Some ask for the same under another key.
        const isAlike = known > 0 && random.chance(0.12);
        requestOf.push(isAlike ? random.between(0, requests.length - 1) : requests.push(make(`request ${known}`)) - 1);
      }
      const request = random.chance(0.02) ? random.between(0, requests.length - 1) : (requestOf[key] ?? 0);
      return { key, request };
    },
  };
}

/** Most lives have a few ways to mislead, so that one does not hide behind another. */
function drawTemper(random: Random): Temper {
  const some = random.pick([0, 0.15, 0.4]);
  const is = (): boolean => random.chance(some);
  return {
    listLagMs: is() ? random.pick([5_000, 40_000, 140_000, 600_000, null]) : 0,
    lagsById: is(),
    pageSize: random.pick([1, 2, 3, 100]),
    missesOne: is() ? random.pick([0.1, 0.5]) : 0,
    emptyList: is() ? random.pick([0.1, 0.4]) : 0,
    renamesCursor: is() ? random.pick([0.1, 0.5]) : 0,
    shiftsPages: is() ? random.pick([0.1, 0.5]) : 0,
    staleSearchMs: is() ? random.pick([60_000, HOUR, 20 * HOUR]) : 0,
    reusesIds: random.chance(0.4),
    spellsNationally: is(),
    keepsTwins: random.chance(0.4),
    orderLagMs: is() ? random.pick([5_000, 200_000, 3_600_000]) : 0,
    ordersFail: is() ? random.pick([0.1, 0.5]) : 0,
    otherNumber: is() ? random.pick([0.1, 0.5]) : 0,
    otherId: is() ? random.pick([0.1, 0.5]) : 0,
  };
}

type Planner = {
  readonly random: Random;
  readonly keys: Keys;
  readonly machines: number;
  readonly vendors: number;
  readonly pace: 'crowded' | 'mixed' | 'slow';
};

function drawAction(planner: Planner): Action {
  const { random, machines } = planner;
  return {
    afterMs: drawGap(planner),
    machine: random.between(0, machines - 1),
    seed: random.between(0, 2 ** 31),
    fuse: random.chance(0.2) ? drawFuse(random) : null,
    what: drawWhat(planner),
  };
}

/** What was given back is often bought again at once, as it is the first that a search shows. */
function followed({ random, keys }: Planner, action: Action): Action[] {
  if (action.what.do !== 'release' || random.chance(0.4)) return [action];
  const what: What = { do: 'ask', ...keys.next() };
  return [
    action,
    { ...action, afterMs: random.between(500, 30_000), seed: random.between(0, 2 ** 31), fuse: null, what },
  ];
}

function drawGap({ random, pace }: Planner): number {
  const dice = random.next();
  if (pace === 'crowded') return dice < 0.7 ? random.between(0, 30) : random.between(0, 15_000);
  if (pace === 'mixed' && dice < 0.4) return random.between(0, 500);
  if (dice < 0.6) return random.between(1_000, 30_000);
  if (dice < 0.9) return random.between(20_000, 5 * MINUTE);
  return dice < 0.97 ? random.between(5 * MINUTE, HOUR) : random.between(HOUR, 30 * HOUR);
}

function drawFuse(random: Random): Fuse {
  const at = random.between(1, random.pick([6, 20, 60]));
  if (random.chance(0.7)) return { at, effect: 'dies' };
  const ms = random.pick([5_000, 30_000, 100_000, 400_000, HOUR]);
  return { at, effect: 'pauses', ms, clocksStop: random.chance(0.5) };
}

function drawWhat({ random, keys, vendors }: Planner): What {
  const dice = random.next();
  const nth = random.between(0, 7);
  if (dice < 0.55) return { do: 'ask', ...keys.next() };
  if (dice < 0.7) return { do: 'reconcile' };
  if (dice < 0.76) return { do: 'sync' };
  if (dice < 0.79) return { do: random.pick(['link', 'unlink']), nth };
  if (dice < 0.84) return { do: 'release', nth };
  if (dice < 0.88) return { do: 'settle', nth, says: random.pick(['the truth', 'the truth', 'failed', 'any number']) };
  if (dice < 0.91) return { do: 'kill' };
  if (dice < 0.93) {
    return { do: 'pause', ms: random.pick([5_000, 60_000, 300_000]), clocksStop: random.chance(0.5) };
  }
  if (dice < 0.95) return { do: 'step the clock', ms: random.pick([120_000, -120_000, HOUR, -HOUR, 3_000]) };
  const vendor = random.between(0, vendors - 1);
  if (dice < 0.97) return { do: 'sell to others', vendor, nth };
  if (dice < 0.99) return { do: 'remove by hand', vendor, nth };
  return { do: 'change the key', to: random.pick(['new', 'new', 'wrong', 'right']) };
}
