import { useEffect, useRef } from 'react';
import { keyOf } from '../kept.ts';
import { usePage } from '../page.ts';
import { go, openPurchase } from '../url.ts';
import type { Entry } from '../use-kept-keys.ts';
import { BuyForm } from './buy-form.tsx';
import { Icon } from './icon.tsx';
import { PurchaseOutcome } from './purchase-outcome.tsx';
import { Said } from './said.tsx';
import { Tag } from './tag.tsx';

/** What the address says where nothing has been sent yet. */
const NEW = 'new';

type BuyDialogProps = {
  /** What the address says of it. */
  readonly asked: string | null;
  readonly said: string;
};

/** Search stock and buy; or follow what was bought. */
export function BuyDialog({ asked, said }: BuyDialogProps) {
  const { keys, may } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  const entry = keys.entries.find(({ kept }) => keyOf(kept) === asked) ?? null;
  // One that has ended, and was dismissed, is shown under Recent operations alone.
  const isOpen = (asked === NEW && may('numbers:purchase')) || entry !== null;
  useEffect(() => {
    const { current } = dialog;
    if (isOpen && !current?.open) current?.showModal();
    if (!isOpen && current?.open) current.close();
  }, [isOpen]);
  const isForm = entry === null || !(entry.isFollowed || isBought(entry));

  function leave() {
    for (const { kept, stage } of keys.entries) {
      if (kept.kind === 'PURCHASE' && (stage.at === 'ended' || stage.at === 'refused')) keys.dismiss(keyOf(kept));
    }
    go({ buy: null }, { isStep: false });
  }

  return (
    <dialog ref={dialog} aria-labelledby="buy-title" onClose={leave}>
      <div className="d-head">
        <h2 id="buy-title" tabIndex={-1}>
          Buy a number
        </h2>
        <Tag />
        <button type="button" className="btn" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      {isOpen && <UnderWay entries={keys.entries} but={entry} />}
      {isOpen && isForm && <BuyForm entry={entry} />}
      {entry !== null && !isForm && <PurchaseOutcome entry={entry} />}
      {/* As long as the dialog is open, nothing outside of it is heard. */}
      <Said text={said} />
    </dialog>
  );
}

/** What is not known yet of other purchases: nobody should buy another number in place of one of those. */
function UnderWay({ entries, but }: { readonly entries: readonly Entry[]; readonly but: Entry | null }) {
  const others = entries.filter(
    ({ kept, stage }) =>
      kept.kind === 'PURCHASE' && kept !== but?.kept && stage.at !== 'ended' && stage.at !== 'refused',
  );
  return others.map(({ kept }) => (
    <p key={keyOf(kept)} className="aside">
      <Icon glyph="wait" />
      <span>
        A purchase of yours has not ended yet.{' '}
        <button type="button" className="link" onClick={() => openPurchase(keyOf(kept))}>
          Show it
        </button>
      </span>
    </p>
  ));
}

function isBought({ stage }: Entry): boolean {
  return stage.at === 'ended' && stage.operation.status === 'SUCCEEDED';
}
