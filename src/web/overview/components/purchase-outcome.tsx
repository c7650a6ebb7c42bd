import { keyOf } from '../kept.ts';
import { usePage } from '../page.ts';
import { go, openPurchase } from '../url.ts';
import type { Entry } from '../use-kept-keys.ts';
import { targetOf } from '../words.ts';
import { showNumbers } from './number-filters.tsx';
import { Outcome } from './outcome.tsx';

/** What became of a purchase, and what to do next. */
export function PurchaseOutcome({ entry: { kept, stage } }: { readonly entry: Entry }) {
  const { keys, titleOf } = usePage();
  if (kept.kind !== 'PURCHASE') return null;
  const { input } = kept;
  const operation = 'operation' in stage ? stage.operation : null;
  const address = input.number ?? (operation === null ? null : targetOf(operation));
  const bought = operation?.phoneNumber ?? null;
  const mayRepeat = operation?.status === 'FAILED' && operation.userErrors.every(({ retryable }) => retryable);

  function another() {
    keys.dismiss(keyOf(kept));
    openPurchase('new');
  }
  function show(id: string, shownAddress: string) {
    go({ buy: null }, { isStep: false });
    showNumbers({ q: shownAddress, row: id });
  }

  return (
    <div className="d-body">
      <Outcome stage={stage} words={['Buying', 'Bought']} vendor={titleOf(input.vendor)} address={address}>
        <p className="foot">
          {bought !== null && (
            <button type="button" className="btn main" onClick={() => show(bought.id, bought.address)}>
              Show it
            </button>
          )}
          {mayRepeat && (
            <button type="button" className="btn" onClick={() => keys.begin({ ...kept, begunAt: Date.now() })}>
              Try again
            </button>
          )}
          <button type="button" className="btn" onClick={another}>
            {bought === null ? 'Choose another number' : 'Buy another'}
          </button>
        </p>
      </Outcome>
    </div>
  );
}
