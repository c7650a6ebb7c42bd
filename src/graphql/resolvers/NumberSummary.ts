import type { NumberCounts } from '../../registry/registry.ts';
import { badArgument } from '../connections.ts';
import type { NumberSummaryResolvers } from '../generated/types.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_DAYS = 366;

export const NumberSummary: NumberSummaryResolvers = {
  total: async ({ counts }) => sum(await counts(), ({ total }) => total),
  linked: async ({ counts }) => sum(await counts(), ({ linked }) => linked),
  unlinked: async ({ counts }) => sum(await counts(), ({ total, linked }) => total - linked),
  async byVendor({ counts }, _args, { operations }) {
    const known = await counts();
    return [...operations.vendors.keys()].map((vendor) => ({ vendor, ...(known.get(vendor) ?? NONE) }));
  },
  openOperations: async ({ ledger }) => (await ledger()).open,
  needAttention: async ({ ledger }) => (await ledger()).needAttention,
  oldestOpenAt: async ({ ledger }) => (await ledger()).oldestOpenAt,
  async purchasesByDay(_summary, { days }, { operations, loaders }) {
    if (days === null || days < 1 || days > MAX_DAYS) throw badArgument('days', `Ask for 1 to ${MAX_DAYS} days.`);
    const today = operations.now().getTime();
    const asked = Array.from({ length: days }, (_, index) => dayOf(today - (days - 1 - index) * DAY_MS));
    const counts = await loaders.purchasesSince.load(asked[0] ?? dayOf(today));
    return asked.map((day) => ({ day, count: counts.get(day) ?? 0 }));
  },
  purchaseLimitPerDay: (_summary, _args, { operations }) => operations.ledger.limits.inAll,
};

const NONE: NumberCounts = { total: 0, linked: 0 };

function sum(counts: ReadonlyMap<unknown, NumberCounts>, part: (counts: NumberCounts) => number): number {
  return [...counts.values()].reduce((total, each) => total + part(each), 0);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
