import { holdsTarget, type State } from './state.ts';
import type { Step, World } from './step.ts';

/** A person settles what nobody can tell, rightly or wrongly, and corrects what was settled wrongly. */
export function personSettles(state: State, { rules, vendor }: World): Step[] {
  const isThere = holdsTarget(state);
  const says = (isRight: boolean) => (isRight ? 'a person settles' : 'a person settles wrongly');
  // The key may ask for its own number afterwards: for none, where the vendor picks.
  const asksNoMore = vendor.picks ? rules.neverPicksAgain : !rules.keepsItsNumber;
  const asFailed: State = { ...state, key: asksNoMore ? 'ended' : 'failed', settled: true };
  const asBought: State = { ...state, key: 'succeeded', settled: true };
  const cause = (isRight: boolean) => (isRight ? 'person' : 'trouble');
  if (state.key === 'attention') {
    return [
      { says: `${says(isThere)}: it was bought`, cause: cause(isThere), next: asBought },
      { says: `${says(!isThere)}: nothing was bought`, cause: cause(!isThere), next: asFailed },
    ];
  }
  if (!state.settled || !rules.corrects) return [];
  if (state.key === 'succeeded' && !isThere)
    return [{ says: 'a person corrects: nothing was bought', cause: 'person', next: asFailed }];
  if (state.key !== 'succeeded' && isThere)
    return [{ says: 'a person corrects: it was bought', cause: 'person', next: asBought }];
  return [];
}
