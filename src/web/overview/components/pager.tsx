type PagerProps = {
  /** What the list is called, for those who hear the buttons alone. */
  readonly list: string;
  readonly rows: number;
  readonly total: number;
  /** How many rows come before the first; null where nobody has counted. */
  readonly before: number | null;
  readonly words: readonly [back: string, next: string];
  readonly onBack: (() => void) | null;
  readonly onNext: (() => void) | null;
};

/** Where a page stands in its list, and the ways on. */
export function Pager({ list, rows, total, before, words, onBack, onNext }: PagerProps) {
  if (onBack === null && onNext === null && before === 0) return null;
  const [back, next] = words;
  return (
    <nav className="pager" aria-label={`Pages of ${list}`}>
      <span className="num">
        {before === null ? `${total} in all` : `${before + 1}–${before + rows} of ${Math.max(total, before + rows)}`}
      </span>
      <span className="right">
        <button type="button" className="btn" disabled={onBack === null} onClick={() => onBack?.()}>
          {back}
        </button>
        <button type="button" className="btn" disabled={onNext === null} onClick={() => onNext?.()}>
          {next}
        </button>
      </span>
    </nav>
  );
}

type NewsProps = { readonly news: number; readonly hasGone: boolean; readonly onShow: () => void };

/** Says that the list has gone on, and waits to be asked for it. */
export function News({ news, hasGone, onShow }: NewsProps) {
  if (news === 0 && !hasGone) return null;
  return (
    <p className="aside">
      <span>
        {news > 0 ? `${news} new: ` : 'The list has changed: '}
        <button type="button" className="link" onClick={onShow}>
          {news > 0 ? 'show them' : 'show it as it is now'}
        </button>
      </span>
    </p>
  );
}
