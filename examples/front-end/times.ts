const timeOfDay = new Intl.DateTimeFormat('en', { timeStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A moment as people say it: the time, and the day where that is not today. */
export function inWords(moment: number | string): string {
  const date = new Date(moment);
  const isToday = date.toDateString() === new Date().toDateString();
  return (isToday ? timeOfDay : dayAndTime).format(date);
}
