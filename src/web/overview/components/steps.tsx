import type { OperationFragment } from '../generated/documents.ts';
import { clockOf, dayOf, inFull } from '../times.ts';
import { useNowTo } from '../use-now.ts';
import { WithAddresses } from './address.tsx';

/** What happened to an operation, step by step, in the words of the service. */
export function Steps({ operation }: { readonly operation: OperationFragment }) {
  const { history, status } = operation;
  const now = useNowTo(60);
  const days = history.map(({ at }) => dayOf(at, now));
  const today = dayOf(now, now);
  return (
    <ol className="steps" aria-label="History">
      {history.map(({ at, note }, index) => {
        const isNewDay = days[index] !== (index === 0 ? today : days[index - 1]);
        const isEnd = status === 'NEEDS_ATTENTION' && index === history.length - 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two steps may be of one millisecond
          <li key={`${at} ${index}`} className={isEnd ? 'end' : undefined}>
            <time dateTime={at} title={inFull(at)}>
              {clockOf(at)}
            </time>
            <span>
              {isNewDay && <span className="none">{days[index]}: </span>}
              <WithAddresses>{note ?? 'Changed.'}</WithAddresses>
            </span>
          </li>
        );
      })}
      {status === 'PENDING' && (
        <li className="wait">
          <span className="time">next</span>
          <span className="hint">Checking again.</span>
        </li>
      )}
    </ol>
  );
}
