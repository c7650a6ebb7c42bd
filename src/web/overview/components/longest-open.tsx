import type { OperationFragment } from '../generated/documents.ts';
import { usePage } from '../page.ts';
import { lasting } from '../times.ts';
import { go } from '../url.ts';
import { useNowTo } from '../use-now.ts';
import { END } from '../verdict.ts';
import { stateOf } from '../words.ts';
import { WithAddresses } from './address.tsx';
import { Icon } from './icon.tsx';

/** After so long, it is worth saying why an operation is still open. */
const LONG_MS = 5 * 60 * 1000;

/** Why the operation that has been open for longest waits, in the words of its history. */
export function LongestOpen({ operation, open }: { readonly operation: OperationFragment; readonly open: number }) {
  const { vendorOf } = usePage();
  const now = useNowTo(10);
  const openForMs = now - new Date(operation.createdAt).getTime();
  if (openForMs < LONG_MS) return null;
  const note = operation.history.at(-1)?.note ?? stateOf(operation, vendorOf(operation.vendor)).words;
  function show() {
    go({ operations: 'open', op: operation.id, opsafter: null, opsbefore: null }, { isStep: true });
    document.getElementById('operations')?.focus();
  }
  return (
    <p className="long">
      <Icon glyph="wait" />
      <span>
        {open === 1 ? '1 is open' : `${open} are open, the oldest`} for {lasting(openForMs)}:{' '}
        <WithAddresses>{note}</WithAddresses> It {END}{' '}
        <button type="button" className="link" onClick={show}>
          Show it
        </button>
      </span>
    </p>
  );
}
