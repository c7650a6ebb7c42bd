import type { OverviewQuery, VendorFragment } from './generated/documents.ts';
import { clockAndDay, count, lasting } from './times.ts';
import { type Glyph, listNames } from './words.ts';

/** Whether anything needs a person: the first thing that an operator wants to know. */
export type Verdict = {
  readonly tone: 'quiet' | 'warn' | 'bad';
  readonly glyph: Glyph;
  readonly title: string;
  readonly sentences: readonly string[];
};

const HOUR_MS = 60 * 60 * 1000;
/** What is known of the end of an operation that is open: no more than that. */
export const END = 'ends by itself, or will need a person and say so here.';

/** In this order: a person is needed, a vendor does not answer, something has been open for long, nothing. */
export function judge(overview: OverviewQuery, now: number): Verdict | null {
  const { numberSummary: summary, numberVendors, longestOpen } = overview;
  if (summary === null || numberVendors === null) return null;
  const down = numberVendors.filter(({ available }) => !available);
  const { needAttention, openOperations } = summary;
  const oldest = longestOpen?.nodes[0] ?? null;
  const openForMs = oldest === null ? 0 : now - new Date(oldest.createdAt).getTime();
  if (needAttention > 0) return needsPerson(needAttention, down);
  if (down.length > 0) {
    return {
      ...{ tone: 'bad', glyph: 'fail' },
      title: `${sayDown(down)}. Nothing needs you yet.`,
      sentences: [...down.flatMap((vendor) => explainOutage(vendor, overview, now)), ...sayWaiting(openOperations)],
    };
  }
  if (openForMs > HOUR_MS) {
    return {
      ...{ tone: 'quiet', glyph: 'wait' },
      title: `${count(openOperations, 'operation')} ${openOperations === 1 ? 'is' : 'are'} open, the oldest for ${lasting(openForMs)}`,
      sentences: [`Each ${END} Nothing needs you yet.`],
    };
  }
  return { ...{ tone: 'quiet', glyph: 'done' }, title: 'Nothing needs you', sentences: [sayCalm(overview, openForMs)] };
}

function needsPerson(amount: number, down: readonly VendorFragment[]): Verdict {
  return {
    ...{ tone: 'warn', glyph: 'warn' },
    title: amount === 1 ? '1 operation needs a person' : `${amount} operations need a person`,
    sentences: [
      amount === 1
        ? 'No call to the vendor can tell what became of it. Look in the vendor’s dashboard, then settle it here.'
        : 'No call to the vendor can tell what became of them. Look in the vendor’s dashboard, then settle them here.',
      ...(down.length > 0 ? [`${sayDown(down)}.`] : []),
    ],
  };
}

function sayDown(down: readonly VendorFragment[]): string {
  return `${listNames(down.map(({ title }) => title))} ${down.length === 1 ? 'does' : 'do'} not answer`;
}

function explainOutage(vendor: VendorFragment, { numberSummary }: OverviewQuery, now: number): string[] {
  const { title, availableSince: since } = vendor;
  const total = numberSummary?.byVendor.find((counted) => counted.vendor === vendor.vendor)?.total ?? 0;
  const lasts = since === null ? null : lasting(now - new Date(since).getTime());
  return [
    ...(since === null ? [] : [`${title} has not answered since ${clockAndDay(since, now)}, for ${lasts}.`]),
    ...(total > 0 ? [`Its ${count(total, 'number')} ${total === 1 ? 'is' : 'are'} shown as last reported.`] : []),
    `Changes at ${title} wait until it answers.`,
  ];
}

/** Which vendor each is at is not known here: it need not be one that does not answer. */
function sayWaiting(open: number): string[] {
  if (open === 0) return [];
  return [open === 1 ? `1 operation is open: it ${END}` : `${open} operations are open: each ${END}`];
}

function sayCalm({ numberSummary, numberVendors }: OverviewQuery, openForMs: number): string {
  const open = numberSummary?.openOperations ?? 0;
  if (open === 1) return `1 operation is open, for ${lasting(openForMs)}. It ${END}`;
  if (open > 1) return `${open} operations are open, the oldest for ${lasting(openForMs)}. Each ${END}`;
  const vendors = numberVendors ?? [];
  const titles = vendors.map(({ title }) => title);
  if (titles.length === 0) return 'This service has no account with a vendor.';
  // Nothing is claimed of one that has not been called since the service began.
  if (vendors.some(({ availableSince }) => availableSince === null)) return 'No operation is open.';
  if (titles.length === 1) return `${titles[0]} answers, and no operation is open.`;
  return `${titles.length === 2 ? 'Both' : `All ${titles.length}`} vendors answer, and no operation is open.`;
}
