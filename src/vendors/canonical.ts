import { canonicalAddress, canonicalText, isUuid } from '../domain/canonical.ts';
import type { InboundRouting } from '../domain/phone-number.ts';
import type { BuyingAny, BuyingExact, Vendor } from './vendor.ts';
import type { Obtained, VendorNumber } from './vendor-number.ts';
import type { Shape, VendorRules } from './vendor-rules.ts';

/** An id in its one spelling: in lower case where its vendor takes UUIDs and nothing else. */
export function canonicalId(rule: Shape | null, id: string): string {
  if (rule === null || !isUuid(id)) return id;
  const [lower, upper] = [id.toLowerCase(), id.toUpperCase()];
  // A rule that takes a UUID's letters in either case, and none of its digits less, is about UUIDs.
  const isAboutUuids = rule.pattern.test(lower) && rule.pattern.test(upper) && !rule.pattern.test(lower.slice(1));
  return isAboutUuids ? lower : id;
}

/** The vendor, which reports every text in its one spelling: so it can be compared with what was asked for. */
export function withCanonicalReports(vendor: Vendor, rules: VendorRules): Vendor {
  const { list, find, buying, importing, sip, updating, unlink, connecting } = vendor;
  const mend = (reported: VendorNumber) => canonicalNumber(rules, reported);
  const mendFound = (reported: VendorNumber | null) => reported && mend(reported);
  const mendObtained = (obtained: Obtained) => ('kind' in obtained ? mend(obtained) : obtained);
  return {
    ...vendor,
    get: async (vendorId) => mendFound(await vendor.get(vendorId)),
    ...(list && {
      async *list() {
        for await (const page of list()) yield page.map(mend);
      },
    }),
    ...(find && { find: async (lost) => mendFound(await find(lost)) }),
    ...(buying && { buying: withMendedAnswer(buying, mendObtained) }),
    ...(importing && {
      importing: { ...importing, run: async (sent, number) => mendObtained(await importing.run(sent, number)) },
    }),
    ...(sip && { sip: { ...sip, create: async (sent, user) => mendObtained(await sip.create(sent, user)) } }),
    ...(updating && {
      updating: { ...updating, run: async (sent, id, change) => mend(await updating.run(sent, id, change)) },
    }),
    ...(unlink && { unlink: async (sent, vendorId) => mend(await unlink(sent, vendorId)) }),
    ...(connecting && {
      connecting: { ...connecting, run: async (sent, id, trunkId) => mend(await connecting.run(sent, id, trunkId)) },
    }),
  };
}

function withMendedAnswer(
  buying: BuyingExact | BuyingAny,
  mend: (obtained: Obtained) => Obtained,
): BuyingExact | BuyingAny {
  if (buying.choice === 'any')
    return { ...buying, choice: 'any', buy: async (sent, order) => mend(await buying.buy(sent, order)) };
  return { ...buying, choice: 'exact', buy: async (sent, order) => mend(await buying.buy(sent, order)) };
}

function canonicalNumber(rules: VendorRules, reported: VendorNumber): VendorNumber {
  const { address, agentId, agents, fallbackAddress, label, inboundRouting } = reported;
  return {
    ...reported,
    ...(address !== undefined && { address: canonicalAddress(address) }),
    agentId: canonicalAgent(rules, agentId),
    ...(agents && { agents: agents.map((each) => ({ ...each, agentId: canonicalId(rules.agentId, each.agentId) })) }),
    ...(typeof fallbackAddress === 'string' && { fallbackAddress: canonicalAddress(fallbackAddress) || null }),
    ...(label !== undefined && { label: canonicalText(label) }),
    ...(inboundRouting && { inboundRouting: canonicalRouting(rules, inboundRouting) }),
  };
}

function canonicalRouting(rules: VendorRules, routing: InboundRouting): InboundRouting {
  return {
    agentId: canonicalId(rules.agentId, routing.agentId),
    fallbackAgentId: canonicalAgent(rules, routing.fallbackAgentId),
    voicemailMessage: canonicalText(routing.voicemailMessage),
  };
}

function canonicalAgent({ agentId: rule }: VendorRules, agentId: string | null): string | null {
  return agentId === null || agentId === '' ? null : canonicalId(rule, agentId);
}
