import { describe, expect, it } from 'vitest';
import type {
  OperationFragment,
  OverviewQuery,
  UserErrorFragment,
  VendorFragment,
} from '../../../src/web/overview/generated/documents.ts';
import { keepPlaces, showAll } from '../../../src/web/overview/merge.ts';
import { ago, lasting, nextUtcDay } from '../../../src/web/overview/times.ts';
import { judge } from '../../../src/web/overview/verdict.ts';
import { chargeOf, describeVendor, stateOf, targetOf } from '../../../src/web/overview/words.ts';

const NOW = Date.parse('2026-07-01T15:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const past = (ms: number) => new Date(NOW - ms).toISOString();

const first: VendorFragment = {
  ...{ vendor: 'ONEINBOX', title: 'First', available: true, availableSince: past(9), lastSyncedAt: null },
  capabilities: ['SEARCH', 'PURCHASE', 'LINK', 'INBOUND_ROUTING'],
  rules: {
    ...{ agentRequired: true, agentIdPattern: null, choosesNumber: true, countries: null, areaCode: 'OPTIONAL' },
    ...{ contains: null, labelMaxLength: null },
  },
};
const second: VendorFragment = {
  ...first,
  ...{ vendor: 'VOGENT', title: 'Second' },
  capabilities: ['PURCHASE', 'LIST', 'LINK', 'UNLINK', 'RELEASE'],
  rules: { ...first.rules, agentRequired: false, choosesNumber: false, areaCode: 'REQUIRED' },
};
const down = { ...second, available: false, availableSince: past(23 * MINUTE_MS) };

const operation: OperationFragment = {
  ...{ id: '1', kind: 'PURCHASE', status: 'PENDING', vendor: 'ONEINBOX', idempotencyKey: 'key', actor: 'ada' },
  ...{ attempts: 1, createdAt: past(MINUTE_MS), updatedAt: past(MINUTE_MS), phoneNumber: null },
  ...{ userErrors: [], history: [] },
};
const doubt: UserErrorFragment = {
  ...{ code: 'OUTCOME_UNKNOWN', message: 'It is not known.', field: null, retryable: true },
  ...{ charged: 'UNKNOWN', suggestions: [] },
};

type Facts = { vendors?: VendorFragment[]; open?: number; needAttention?: number; openForMs?: number };

function overviewOf({ vendors = [first, second], open = 0, needAttention = 0, openForMs = 0 }: Facts): OverviewQuery {
  return {
    numberCaller: null,
    numberVendors: vendors,
    numberSummary: {
      ...{ total: 3, linked: 2, unlinked: 1, openOperations: open, needAttention },
      byVendor: [{ vendor: 'VOGENT', total: 3, linked: 2 }],
      ...{ purchasesByDay: [], purchaseLimitPerDay: null },
    },
    needAttention: { nodes: [] },
    longestOpen: { nodes: open > 0 ? [{ ...operation, createdAt: past(openForMs) }] : [] },
  };
}

describe('the verdict', () => {
  it.each<[string, Facts, string, string]>([
    ['a person first', { needAttention: 2, vendors: [first, down] }, '2 operations need a person', 'Second does not'],
    ['one alone', { needAttention: 1 }, '1 operation needs a person', 'settle it here'],
    ['then who does not answer', { vendors: [first, down], open: 1 }, 'Second does not answer. Nothing', '23 minutes'],
    ['no vendor that open operations wait for', { vendors: [first, down], open: 1 }, 'Second', 'or will need a person'],
    ['then what is open for long', { open: 2, openForMs: 2 * HOUR_MS }, '2 operations are open, the oldest', 'yet'],
    ['then what is open', { open: 1, openForMs: 40_000 }, 'Nothing needs you', 'open, for 40 seconds. It ends'],
    ['nothing at all', {}, 'Nothing needs you', 'Both vendors answer, and no operation is open.'],
    ['with one vendor', { vendors: [first] }, 'Nothing needs you', 'First answers, and no operation is open.'],
    ['with many', { vendors: [first, second, down].map((one) => ({ ...one, available: true })) }, 'Nothing', 'All 3'],
    ['no more than is known', { vendors: [{ ...first, availableSince: null }] }, 'Nothing needs you', 'No operation'],
    ['with none', { vendors: [] }, 'Nothing needs you', 'no account with a vendor'],
  ])('names %s', (_what, facts, title, sentence) => {
    const verdict = judge(overviewOf(facts), NOW);
    expect(verdict?.title).toContain(title);
    expect(verdict?.sentences.join(' ')).toContain(sentence);
  });

  it('is none where the caller may not read', () => {
    expect(judge({ ...overviewOf({}), numberSummary: null }, NOW)).toBeNull();
  });
});

describe('words for vendors and operations', () => {
  it('say what differs from vendor to vendor, as data tells it', () => {
    expect(describeVendor(first)).toBe('Cannot list, unlink or release. Needs an agent.');
    expect(describeVendor(second)).toBe('No inbound routing. Needs an area code. Picks the number itself.');
  });

  it.each<[string, Partial<OperationFragment>, string]>([
    ['is under way', {}, 'Under way'],
    ['is not known', { userErrors: [doubt] }, 'Outcome unknown, being reconciled'],
    ['needs a person', { status: 'NEEDS_ATTENTION' }, 'Needs a person'],
    ['has failed', { status: 'FAILED', userErrors: [{ ...doubt, code: 'NO_MATCHING_NUMBER' }] }, 'nothing in stock'],
    ['is done', { status: 'SUCCEEDED' }, 'Done'],
    ['is not linked', { status: 'SUCCEEDED', userErrors: [{ ...doubt, code: 'AGENT_LINK_FAILED' }] }, 'not linked yet'],
  ])('say of an operation that it %s', (_what, changes, words) => {
    expect(stateOf({ ...operation, ...changes }, first).words).toContain(words);
  });

  it('say whom an operation waits for, and who has settled it', () => {
    expect(stateOf({ ...operation, userErrors: [doubt] }, down).words).toBe('Waiting for Second');
    const settled = [{ at: past(0), status: 'SUCCEEDED', note: 'Settled by ada@ops: it is there.' }] as const;
    expect(stateOf({ ...operation, status: 'SUCCEEDED', history: settled }, first).words).toBe(
      'Settled by ada@ops: bought',
    );
  });

  it('name the number that was asked for, and what it cost', () => {
    const notes = ['Begun.', 'Asking First for +14155550123.', 'It asked for +14155550199 before.'];
    const history = notes.map((note) => ({ at: past(0), status: 'PENDING' as const, note }));
    expect(targetOf({ ...operation, history })).toBe('+14155550123');
    expect(targetOf(operation)).toBeNull();
    expect(targetOf({ ...operation, phoneNumber: { id: '1', address: 'sip:a@b.example' } })).toBe('sip:a@b.example');
    expect(chargeOf({ ...operation, userErrors: [doubt] })).toBe('not known yet');
    expect(chargeOf({ ...operation, status: 'SUCCEEDED' })).toBe('charged');
    expect(chargeOf({ ...operation, kind: 'LINK', status: 'SUCCEEDED' })).toBe('nothing charged');
  });
});

describe('times', () => {
  it('are relative below an hour', () => {
    expect(ago(past(4_000), NOW)).toBe('4 s ago');
    expect(ago(past(-4_000), NOW)).toBe('0 s ago');
    expect(ago(past(23 * MINUTE_MS), NOW)).toBe('23 min ago');
    expect(ago(past(2 * HOUR_MS), NOW)).toMatch(/^\d\d:\d\d$/);
    expect(ago(past(72 * HOUR_MS), NOW)).toBe('28 Jun');
    expect(ago(past(400 * 24 * HOUR_MS), NOW)).toBe('27 May 2025');
  });

  it('last', () => {
    const all = [1_000, 52 * MINUTE_MS, 2 * HOUR_MS, 27 * HOUR_MS];
    expect(all.map(lasting)).toEqual(['1 second', '52 minutes', '2 hours', '1 day 3 h']);
    expect([nextUtcDay(NOW), nextUtcDay(NOW + 8.6 * HOUR_MS)]).toEqual(['in 9 h', 'in 24 min']);
  });
});

describe('a list that is asked for again', () => {
  const pageOf = (...ids: string[]) => ({
    rows: ids.map((id) => ({ id, at: ids.join('') })),
    ...{ total: ids.length, hasNext: false, hasPrevious: false, start: ids[0] ?? null, end: ids.at(-1) ?? null },
  });

  it('keeps its rows where they are, each as it is now, and counts what is new', () => {
    const shown = keepPlaces(showAll(pageOf('a', 'b', 'c')), pageOf('d', 'c', 'a'));
    expect(shown.rows.map(({ id, at }) => id + at)).toEqual(['adca', 'babc', 'cdca']);
    expect([shown.news, shown.hasGone, shown.end]).toEqual([1, true, 'c']);
  });
});
