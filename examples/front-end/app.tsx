import { BuyForm } from './buy-form.tsx';
import { NumberList } from './number-list.tsx';
import { PurchaseView } from './purchase-view.tsx';
import { usePurchase } from './use-purchase.ts';
import { type TitleOf, useVendors } from './vendors.ts';

/** The whole page: the numbers there are, and one purchase at a time. */
export function App() {
  const vendors = useVendors();
  const { purchase, stage, begin, repeat, leave } = usePurchase();
  const titleOf: TitleOf = (name) => vendors.find(({ vendor }) => vendor === name)?.title ?? name;
  const hasEnded = stage?.at === 'bought' || stage?.at === 'refused';
  const troubles = stage?.at === 'refused' ? stage.troubles : [];
  return (
    <main>
      <h1>Phone numbers</h1>
      <aside>
        {purchase !== null && stage !== null && (
          <PurchaseView purchase={purchase} stage={stage} titleOf={titleOf} repeat={repeat} leave={leave} />
        )}
        {(purchase === null || hasEnded) && (
          <BuyForm vendors={vendors} last={purchase?.input ?? null} troubles={troubles} buy={begin} />
        )}
      </aside>
      <NumberList titleOf={titleOf} bought={stage?.at === 'bought' ? stage.address : null} />
    </main>
  );
}
