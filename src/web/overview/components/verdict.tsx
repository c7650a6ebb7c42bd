import type { OverviewQuery } from '../generated/documents.ts';
import { useNow } from '../use-now.ts';
import type { Query } from '../use-query.ts';
import { judge } from '../verdict.ts';
import { Icon } from './icon.tsx';

/** One sentence on whether anything needs a person. */
export function VerdictView({ overview }: { readonly overview: Query<OverviewQuery> }) {
  const now = useNow();
  const { last, failure, isSlow } = overview;
  const verdict = last && judge(last.data, now);
  if (verdict === null) {
    const isForbidden = last !== null;
    const said = isForbidden ? 'You may not read this' : failure === null ? '' : 'The service does not answer';
    return (
      <div className={said === '' ? 'verdict' : 'verdict bad'}>
        {said !== '' && <Icon glyph="fail" />}
        <div>
          <h1 id="needs" tabIndex={-1}>
            {said || <span className={isSlow ? 'none' : 'vh'}>Loading</span>}
          </h1>
          <p>{isForbidden ? 'Your token lacks the scope numbers:read.' : failure}</p>
        </div>
      </div>
    );
  }
  return (
    <div className={`verdict ${verdict.tone}`}>
      <Icon glyph={verdict.glyph} />
      <div>
        <h1 id="needs" tabIndex={-1}>
          {verdict.title}
        </h1>
        <p>{verdict.sentences.join(' ')}</p>
      </div>
    </div>
  );
}
