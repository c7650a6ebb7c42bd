import type { OverviewQuery } from '../generated/documents.ts';
import { chartDayOf, nextUtcDay } from '../times.ts';
import { useNowTo } from '../use-now.ts';

type Summary = NonNullable<OverviewQuery['numberSummary']>;

const HEIGHT = 100;
/** Left free above the highest bar, for the line of the limit. */
const ROOM = 8;
const STEP = 10;
const BAR = 7;

/** Purchases by day against the limit: one image with a sentence, and a table for those who want the figures. */
export function PurchaseChart({ summary }: { readonly summary: Summary }) {
  const { purchasesByDay: days, purchaseLimitPerDay: limit } = summary;
  const now = useNowTo(60);
  const sum = days.reduce((all, { count }) => all + count, 0);
  const top = Math.max(1, limit ?? 0, ...days.map(({ count }) => count));
  const heightOf = (amount: number) => (amount / top) * (HEIGHT - ROOM);
  const reached = limit === null ? -1 : days.findLastIndex(({ count }) => count >= limit && limit > 0);
  const reachedDay = days[reached]?.day;
  const width = days.length * STEP;
  return (
    <>
      <div className="plot" role="img" aria-label={describe(summary)}>
        <svg className="bars" viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {limit !== null && (
            <line className="limit" x1="0" x2={width} y1={HEIGHT - heightOf(limit)} y2={HEIGHT - heightOf(limit)} />
          )}
          {days.map(({ day, count }, index) => (
            <rect
              key={day}
              className={index === days.length - 1 ? 'now' : 'day'}
              x={index * STEP + (STEP - BAR) / 2}
              y={HEIGHT - heightOf(count)}
              width={BAR}
              height={heightOf(count)}
            />
          ))}
          <line className="base" x1="0" x2={width} y1={HEIGHT} y2={HEIGHT} />
        </svg>
        {limit !== null && (
          <span className="cap" aria-hidden="true">
            limit {limit}
          </span>
        )}
      </div>
      <div className="xs" aria-hidden="true">
        <span>{chartDayOf(days[0]?.day ?? '')}</span>
        {reachedDay !== undefined && reached < days.length - 1 && (
          <span className="at" data-side={sideOf(reached, days.length)}>
            {chartDayOf(reachedDay)}: limit reached
          </span>
        )}
        <b>today</b>
      </div>
      <div className="under hint">
        <span>
          {sum} in {days.length} days. Days are UTC; the next begins {nextUtcDay(now)}.
        </span>
        <details>
          <summary>As a table</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard has to get there */}
          <section className="scroll" tabIndex={0} aria-label="Purchases by day">
            <table>
              <thead>
                <tr>
                  <th scope="col">Day</th>
                  <th scope="col" className="r">
                    Purchases
                  </th>
                </tr>
              </thead>
              <tbody>
                {days.toReversed().map(({ day, count }) => (
                  <tr key={day}>
                    <td>{chartDayOf(day)}</td>
                    <td className="num">{count}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      </div>
    </>
  );
}

/** How many of how many today. */
export function Today({ summary }: { readonly summary: Summary }) {
  const today = summary.purchasesByDay.at(-1)?.count ?? 0;
  const { purchaseLimitPerDay: limit } = summary;
  return (
    <span className="today right num">
      <b>{today}</b> {limit === null ? 'today, no limit' : `of ${limit} today`}
    </span>
  );
}

function sideOf(index: number, amount: number): 'left' | 'middle' | 'right' {
  if (index < amount * 0.4) return 'left';
  return index > amount * 0.6 ? 'right' : 'middle';
}

function describe({ purchasesByDay: days, purchaseLimitPerDay: limit }: Summary): string {
  const highest = days.reduce((most, day) => (day.count > most.count ? day : most), { day: '', count: 0 });
  return [
    `Purchases on each of the last ${days.length} days${limit === null ? '' : ` against the limit of ${limit} a day`}.`,
    highest.count === 0 ? 'There were none.' : `Highest: ${highest.count} on ${chartDayOf(highest.day)}.`,
    `Today: ${days.at(-1)?.count ?? 0}.`,
  ].join(' ');
}
