/** Of names that have not come so often yet. Whoever makes up more only makes them be forgotten. */
const MAX_WAITING = 1_000;

/** What names beyond the bound count as. */
export const OTHER = 'other';

/**
 * Keeps a bounded number of names that come from outside: those that come `atUse` times first. All others are `other`, so
 * that nobody can make the metrics grow by making up names.
 */
export function createBoundedNames(max: number, { atUse }: { readonly atUse: number }): (name: string) => string {
  const kept = new Set<string>();
  const waiting = new Map<string, number>();
  return (name) => {
    if (kept.has(name)) return name;
    if (kept.size >= max) return OTHER;
    const uses = (waiting.get(name) ?? 0) + 1;
    if (uses >= atUse) {
      waiting.delete(name);
      kept.add(name);
      if (kept.size >= max) waiting.clear();
      return name;
    }
    if (waiting.size >= MAX_WAITING) waiting.clear();
    waiting.set(name, uses);
    return OTHER;
  };
}
