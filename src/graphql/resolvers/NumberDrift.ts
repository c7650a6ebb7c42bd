import type { DriftReason } from '../../registry/registry.ts';
import { type DriftingNumberList, once, type PagingArguments, toPaging } from '../connections.ts';
import type { RequestContext } from '../context.ts';
import type { NumberDriftResolvers } from '../generated/types.ts';

/** What is more is counted no further: to count a million takes as long as a hundred pages. */
const MOST_COUNTED = 10_000;

export const NumberDrift: NumberDriftResolvers = {
  unlinked: (_drift, args, context) => listOf('UNLINKED', args, context),
  unknownHere: (_drift, args, context) => listOf('UNKNOWN_HERE', args, context),
  goneThere: (_drift, args, context) => listOf('GONE_THERE', args, context),
  unknownAgents: () => null,
  async vendors(_drift, _args, { operations: { vendors, registry }, sync }) {
    const syncTimes = await registry.syncTimes();
    return [...vendors.values()].map(({ name, capabilities }) => {
      const listsNumbers = capabilities.includes('LIST');
      const [outage = null] = sync.freshness([name]).outages;
      return { vendor: name, listsNumbers, lastReadAt: listsNumbers ? (syncTimes.get(name) ?? null) : null, outage };
    });
  },
};

async function listOf(
  reason: DriftReason,
  args: PagingArguments,
  { operations: { registry } }: RequestContext,
): Promise<DriftingNumberList> {
  const page = await registry.drift(reason, toPaging(reason, args));
  const total = once(async () => {
    const count = await registry.countDrift(reason, MOST_COUNTED + 1);
    return count > MOST_COUNTED ? null : count;
  });
  return { ...page, order: reason, total };
}
