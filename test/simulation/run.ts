import { createRandom } from '../torture/random.ts';
import { inWords } from './lives/actions.ts';
import { generateLife, type Life } from './lives/generate.ts';
import { live, type Outcome } from './lives/live.ts';
import { loadOffers } from './lives/players.ts';
import { shrink } from './lives/shrink.ts';
import { type Failure, kindOf, type RunResult, type RunSettings, type Share } from './run-result.ts';
import { openSharedDatabase } from './world/database.ts';
import { realMs } from './world/real-time.ts';

/** The seed of one life of a run: neighbours have nothing in common. */
function seedOf(seed: number, life: number): number {
  return createRandom(seed ^ Math.imul(life + 1, 0x9e3779b1)).between(0, 2 ** 31);
}

/** Lives lives until the time is over, or a promise is broken. */
export async function run(settings: RunSettings, { first, step }: Share): Promise<RunResult> {
  const { seed, minutes, purchases, life: only, isShrunk, keepsGoing } = settings;
  const offers = await loadOffers();
  const players = offers.map(({ player }) => player);
  const database = await openSharedDatabase();
  const liveOne = (life: Life, trace: ((line: string) => void) | null = null): Promise<Outcome> =>
    live(life, { players, database, trace });

  const isBrokenAlike = (breach: string) => async (life: Life) =>
    kindOf((await liveOne(life)).breaches[0] ?? '') === kindOf(breach);

  async function tell(life: Life): Promise<readonly string[]> {
    const { setting, requests, actions } = life;
    const told = [JSON.stringify(setting), ...requests.map((request) => JSON.stringify(request))];
    told.push('', ...actions.map(inWords), '');
    await liveOne(life, (line) => void told.push(line));
    return told;
  }

  const startedAt = realMs();
  const until = startedAt + minutes * 60_000;
  const counts = new Map<string, number>();
  const failures: Failure[] = [];
  let lives = 0;
  let story: readonly string[] = [];
  for (let number = only ?? first; ; number += step) {
    const life = generateLife(seedOf(seed, number), offers);
    const outcome = await liveOne(life);
    lives += 1;
    for (const [what, times] of outcome.counts) counts.set(what, (counts.get(what) ?? 0) + times);
    const [breach] = outcome.breaches;
    if (only !== null && breach === undefined) story = await tell(life);
    if (breach !== undefined && keepsGoing && only === null) failures.push({ life: number, breach, story: [] });
    else if (breach !== undefined) {
      const told = isShrunk ? await shrink(life, isBrokenAlike(breach)) : life;
      failures.push({ life: number, breach, story: await tell(told) });
    }
    if (only !== null || (failures.length > 0 && !keepsGoing)) break;
    if (realMs() > until || (counts.get('purchase') ?? 0) * step >= purchases) break;
  }
  return { lives, ms: realMs() - startedAt, counts, failures, story };
}
