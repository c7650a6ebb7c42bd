import type { Vendor } from './vendor.ts';

/** What can be done with a vendor's numbers; the same names as the GraphQL enum `NumberVendorCapability`. */
export type Capability =
  | 'SEARCH'
  | 'PURCHASE'
  | 'SIP_IMPORT'
  | 'SIP_CREATE'
  | 'LIST'
  | 'LINK'
  | 'UNLINK'
  | 'LABEL'
  | 'INBOUND_ROUTING'
  | 'RELEASE'
  | 'CONNECT';

/** What the vendor can do, told by the members that it has. */
export function capabilitiesOf({
  buying,
  importing,
  sip,
  list,
  updating,
  unlink,
  release,
  connecting,
}: Vendor): Capability[] {
  const can: readonly (readonly [Capability, boolean])[] = [
    ['SEARCH', buying?.choice === 'exact'],
    ['PURCHASE', buying !== undefined],
    ['SIP_IMPORT', importing !== undefined],
    ['SIP_CREATE', sip !== undefined],
    ['LIST', list !== undefined],
    ['LINK', updating?.members.includes('agentId') === true],
    ['UNLINK', unlink !== undefined],
    ['LABEL', updating?.members.includes('label') === true],
    ['INBOUND_ROUTING', updating?.members.includes('inboundRouting') === true],
    ['RELEASE', release !== undefined],
    ['CONNECT', connecting !== undefined],
  ];
  return can.filter(([, isSo]) => isSo).map(([capability]) => capability);
}
