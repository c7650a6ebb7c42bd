const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockWithSeconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long' });
const chartDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Milliseconds since 1970, or as the API writes a moment. */
export type Moment = number | string;

/** How long ago, where that is below an hour; else the clock of today, or the day. */
export function ago(moment: Moment, now: number): string {
  const passed = now - new Date(moment).getTime();
  if (passed >= HOUR_MS) return clockOrDay(moment, now);
  if (passed < MINUTE_MS) return `${Math.max(0, Math.round(passed / SECOND_MS))} s ago`;
  return `${Math.floor(passed / MINUTE_MS)} min ago`;
}

/** The clock of today, or the day. */
export function clockOrDay(moment: Moment, now: number): string {
  return isSameDay(moment, now) ? clock.format(new Date(moment)) : dayOf(moment, now);
}

/** The clock of today, or the day with it: `26 Nov, 22:10`. */
export function clockAndDay(moment: Moment, now: number): string {
  const time = clock.format(new Date(moment));
  return isSameDay(moment, now) ? time : `${dayOf(moment, now)}, ${time}`;
}

/** To the second, for a history. */
export function clockOf(moment: Moment): string {
  return clockWithSeconds.format(new Date(moment));
}

/** The day, with its year where that is another. */
export function dayOf(moment: Moment, now: number): string {
  const date = new Date(moment);
  const isThisYear = date.getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? dayAndMonth : dayOfYear).format(date);
}

/** The whole moment, for those who point at it. */
export function inFull(moment: Moment): string {
  return full.format(new Date(moment));
}

/** A day of UTC as the API writes it, as people do. */
export function chartDayOf(day: string): string {
  return chartDay.format(new Date(day));
}

/** How long: `40 seconds`, `52 minutes`, `1 day 3 h`. */
export function lasting(ms: number): string {
  if (ms < MINUTE_MS) return count(Math.max(1, Math.round(ms / SECOND_MS)), 'second');
  if (ms < HOUR_MS) return count(Math.floor(ms / MINUTE_MS), 'minute');
  if (ms < DAY_MS) {
    const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
    return `${count(Math.floor(ms / HOUR_MS), 'hour')}${minutes === 0 ? '' : ` ${minutes} min`}`;
  }
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  return `${count(Math.floor(ms / DAY_MS), 'day')}${hours === 0 ? '' : ` ${hours} h`}`;
}

/** When the next day of UTC begins: `in 9 h`, `in 20 min`. */
export function nextUtcDay(now: number): string {
  const left = DAY_MS - (now % DAY_MS);
  return left < HOUR_MS ? `in ${Math.ceil(left / MINUTE_MS)} min` : `in ${Math.round(left / HOUR_MS)} h`;
}

/** `1 operation`, `2 operations`. */
export function count(amount: number, thing: string): string {
  return `${amount} ${thing}${amount === 1 ? '' : 's'}`;
}

function isSameDay(moment: Moment, now: number): boolean {
  return new Date(moment).toDateString() === new Date(now).toDateString();
}
