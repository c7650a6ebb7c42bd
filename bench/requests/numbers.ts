import type { Registry } from '../../src/registry/registry.ts';
import type { VendorNumber } from '../../src/vendors/vendor.ts';

export const NUMBERS = 10_000;
export const AGENTS = 200;
const BATCH = 2_000;

type BenchNumber = VendorNumber & { readonly vendor: 'ONEINBOX' | 'VOGENT'; readonly address: string };

/** The numbers that are asked for, the same in every run: a fifth with a SIP address, most with an agent. */
export function numberOf(index: number): BenchNumber {
  const isSip = index % 5 === 4;
  const vendor = index % 3 === 0 ? 'ONEINBOX' : 'VOGENT';
  const agentId = index % 10 === 9 ? null : `agent-${index % AGENTS}`;
  const common = {
    vendor,
    vendorId: `${vendor.toLowerCase()}-${index}`,
    label: index % 4 === 0 ? null : `Line ${index}`,
    status: 'ACTIVE',
    agentId,
    inboundRouting:
      index % 6 === 0
        ? { agentId: agentId ?? 'agent-0', fallbackAgentId: 'agent-1', voicemailMessage: 'We call back.' }
        : null,
    createdAt: new Date(Date.UTC(2025, 0, 1) + index * 61_000).toISOString(),
    updatedAt: new Date(Date.UTC(2026, 0, 1) + index * 61_000).toISOString(),
  } as const;
  return isSip
    ? { ...common, kind: 'SIP', address: `sip:desk-${index}@sip.example.com` }
    : {
        ...common,
        kind: 'PSTN',
        address: `+1415${5_000_000 + index}`,
        carrier: 'twilio',
        smsCapable: index % 2 === 0,
        trunk: null,
      };
}

/** Writes them as a sync does, and that all has been read just now: so nobody asks the vendors for them. */
export async function fill(registry: Registry): Promise<void> {
  const all = Array.from({ length: NUMBERS }, (_, index) => numberOf(index));
  for (const [vendor, numbers] of Map.groupBy(all, (number) => number.vendor)) {
    for (let from = 0; from < numbers.length; from += BATCH) {
      await registry.recordSeen(vendor, numbers.slice(from, from + BATCH), await registry.sequence());
    }
    await registry.recordSynced(vendor, new Date().toISOString());
  }
}
