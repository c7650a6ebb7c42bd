import type { OverviewQuery } from '../generated/documents.ts';
import type { Query } from '../use-query.ts';
import { Age, Since } from './age.tsx';

/** How old what is shown is; since when, where it cannot be refreshed. */
export function Updated({ query: { answeredAt, failure } }: { readonly query: Query<OverviewQuery> }) {
  if (answeredAt === null) return null;
  return failure === null ? (
    <span className="age wide">
      Updated <Age at={answeredAt} />
    </span>
  ) : (
    <span className="age wide stale">
      Not updated since <Since at={answeredAt} />
    </span>
  );
}
