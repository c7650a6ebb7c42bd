import { ago, clockAndDay, clockOrDay, inFull, type Moment } from '../times.ts';
import { useNow, useNowTo } from '../use-now.ts';

type MomentProps = { readonly at: Moment };
/** Old enough to be worth a look: shown in full ink. */
type AgeProps = MomentProps & { readonly isStale?: boolean };

/** How old something is; the moment itself for those who point at it. */
export function Age({ at, isStale = false }: AgeProps) {
  const now = useNow();
  return (
    <time dateTime={toIso(at)} title={inFull(at)} className={isStale ? 'stale' : undefined}>
      {ago(at, now)}
    </time>
  );
}

/** The clock of today, or the day. */
export function When({ at }: MomentProps) {
  const now = useNowTo(60);
  return (
    <time dateTime={toIso(at)} title={inFull(at)}>
      {clockOrDay(at, now)}
    </time>
  );
}

/** The clock of today, or the day and the clock. */
export function Since({ at }: MomentProps) {
  const now = useNowTo(60);
  return (
    <time dateTime={toIso(at)} title={inFull(at)}>
      {clockAndDay(at, now)}
    </time>
  );
}

function toIso(moment: Moment): string {
  return new Date(moment).toISOString();
}
