const MAX_KEPT = 2_000;

/**
 * Makes what is computed from a short text be computed once while that text is in use: a telephone number is read some
 * ten times on its way, and reading one costs more than most statements of the database. Keeps up to 2,000 results.
 */
export function remember<Result>(compute: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = compute(text);
    if (known.size >= MAX_KEPT) known.clear();
    known.set(text, result);
    return result;
  };
}
