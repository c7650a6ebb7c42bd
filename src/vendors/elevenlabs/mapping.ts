import type { SipTrunk } from '../../domain/phone-number.ts';
import { splitMarker } from '../marker.ts';
import { readAddress } from '../reported-number.ts';
import type { Import, NumberChange } from '../vendor.ts';
import type { VendorNumber } from '../vendor-number.ts';
import type { NumberBody } from './schemas.ts';

/** What to change about a number. */
export type UpdateBody = { readonly label?: string | null | undefined; readonly agent_id?: string | null | undefined };

/** A number in the port's words. Its label is one or a marker. It tells no status: one that is imported counts as active. */
export function toVendorNumber(body: NumberBody): VendorNumber {
  const { phone_number_id, phone_number, label, provider, assigned_agent } = body;
  return {
    vendorId: phone_number_id,
    kind: 'PSTN',
    ...readAddress(phone_number),
    agentId: assigned_agent?.agent_id ?? null,
    status: 'ACTIVE',
    ...splitMarker(label || null),
    // Behind a trunk may be any carrier.
    ...(provider === 'sip_trunk' ? { trunk: toTrunk(body) } : { carrier: provider ?? null }),
  };
}

function toTrunk({ outbound_trunk, provider_config }: NumberBody): SipTrunk | null {
  const terminationUri = outbound_trunk?.address ?? provider_config?.address ?? null;
  if (terminationUri === null) return null;
  return { terminationUri, inboundTrunkId: null, outboundTrunkId: null, dispatchRuleId: null };
}

/** Holds the trunk's login. The marker stands in place of the label, which is demanded; it is never left out. */
export function toImportBody({ number, label, marker, source: { terminationUri, username, password } }: Import) {
  return {
    provider: 'sip_trunk',
    phone_number: number,
    label: marker ?? label ?? number,
    outbound_trunk_config: { address: terminationUri, credentials: { username, password } },
  };
}

/** Names only what is to change. */
export function toUpdateBody({ agentId, label }: NumberChange): UpdateBody {
  return { label, agent_id: agentId };
}
