import type { InboundRouting, NumberStatus, SipTrunk, WeightedAgent } from '../domain/phone-number.ts';

/**
 * A number as its vendor describes it now. A member that is absent is one the vendor does not tell: what the registry
 * knows of it stays.
 */
export type VendorNumber = {
  /** May be the number itself, and may come back after a release. */
  readonly vendorId: string;
  readonly kind: 'PSTN' | 'SIP';
  /** E.164, or the SIP address with its `sip:`. Absent while the vendor has not assigned it yet, or masks it. */
  readonly address?: string;
  /** The number as the vendor writes it, where that names no country: `address` is its likeliest reading then. */
  readonly spelling?: string;
  /** Null where it has none, and where several share its calls. */
  readonly agentId: string | null;
  /** All who share its calls, the one who takes them all too; absent where a number has one agent at most. */
  readonly agents?: readonly WeightedAgent[];
  /** Where calls go that no agent answers: a telephone number or a SIP address. */
  readonly fallbackAddress?: string | null;
  readonly status: NumberStatus;
  readonly label?: string | null;
  /** The marker that one of this service's calls left on it; see `marker.ts`. */
  readonly marker?: string | null;
  readonly inboundRouting?: InboundRouting | null;
  readonly carrier?: string | null;
  readonly smsCapable?: boolean | null;
  readonly trunk?: SipTrunk | null;
  readonly createdAt?: string;
  readonly updatedAt?: string;
};

/** By how much a vendor's clock and ours may differ, where times of both are compared. */
export const CLOCKS_DIFFER_MS = 600_000;

/** What a call that obtains a number answered: the number, or its id alone, by which it is read afterwards. */
export type Obtained = VendorNumber | { readonly vendorId: string };

/** The ids of all agents that take a number's calls. */
export function agentsOf({ agentId, agents }: Pick<VendorNumber, 'agentId' | 'agents'>): string[] {
  if (agents !== undefined && agents.length > 0) return agents.map((each) => each.agentId);
  return agentId === null ? [] : [agentId];
}
