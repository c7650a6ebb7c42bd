const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** A day, which begins at midnight UTC, or a time with its zone, as RFC 3339 in UTC; null for anything else. */
export function parseTime(text: string): string | null {
  if (!DAY.test(text) && !MOMENT.test(text)) return null;
  // There is no 30 February, though a `Date` can be made of it.
  const day = text.slice(0, 10);
  if (toIso(day)?.slice(0, 10) !== day) return null;
  return toIso(text);
}

/** The first moment of a month, `YYYY-MM`, and of the next one; null for anything else. */
export function parseMonth(text: string): { since: string; until: string } | null {
  const since = /^\d{4}-\d\d$/.test(text) ? parseTime(`${text}-01`) : null;
  if (since === null) return null;
  const next = new Date(since);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return { since, until: next.toISOString() };
}

function toIso(text: string): string | null {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
