import { canonicalText } from '../../domain/canonical.ts';
import { nationalDigits, normaliseE164, toE164, withoutFormatting } from '../../domain/e164.ts';
import type { InboundRoutingChange } from '../../domain/phone-number.ts';
import { canonicalId } from '../../vendors/canonical.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';

// The one spelling of each text that callers give, so that what is compared, recorded and sent is the same. A text that
// cannot be right comes out as something that `validate.ts` refuses.

/** What asks for a number that is not there yet; members left out are null. */
type Obtaining = {
  readonly agentId: string | null;
  readonly label: string | null;
  readonly inboundRouting?: InboundRoutingChange | null;
};

/** What goes with every request that obtains a number. */
export function canonicalOrder<Input extends Obtaining>(vendor: VoiceVendor, input: Input): Input {
  const { agentId, label, inboundRouting } = input;
  return {
    ...input,
    agentId: canonicalAgent(vendor, agentId),
    label: canonicalLabel(label),
    ...(inboundRouting && { inboundRouting: withoutEmptyMessage(canonicalRouting(vendor, inboundRouting)) }),
  };
}

/** A telephone number to obtain. */
export function canonicalNumber<Given extends string | null>(number: Given): string | Given {
  return number === null ? number : normaliseE164(number);
}

/** What to search a stock for. */
export function canonicalSearch<Search extends { readonly areaCode: string | null; readonly contains: string | null }>(
  search: Search,
): Search {
  const { areaCode, contains } = search;
  return {
    ...search,
    areaCode: areaCode === null ? null : withoutFormatting(areaCode),
    contains: contains === null ? null : toNationalDigits(contains),
  };
}

/** Numbers are searched by the digits that are dialled within the country; at some vendors by letters, which stay. */
function toNationalDigits(contains: string): string {
  const number = toE164(contains);
  return (number === null ? null : nationalDigits(number)?.digits) ?? withoutFormatting(contains);
}

export function canonicalAgent({ rules }: VoiceVendor, agentId: string | null): string | null {
  return agentId === null ? null : canonicalId(rules.agentId, agentId);
}

/** A label of blanks comes out empty: it is refused rather than taken for none. */
export function canonicalLabel(label: string | null): string | null {
  return label === null ? null : (canonicalText(label) ?? '');
}

/** A change of the routing: a message without words is one, too, and takes away what there is. */
export function canonicalRouting(vendor: VoiceVendor, routing: InboundRoutingChange): InboundRoutingChange {
  const { agentId, fallbackAgentId, voicemailMessage } = routing;
  return {
    agentId: canonicalId(vendor.rules.agentId, agentId),
    ...(fallbackAgentId !== undefined && { fallbackAgentId: canonicalAgent(vendor, fallbackAgentId) }),
    ...(voicemailMessage !== undefined && { voicemailMessage: canonicalText(voicemailMessage) ?? '' }),
  };
}

/** A number that is not there yet has no message that could be taken away. */
function withoutEmptyMessage({ voicemailMessage, ...routing }: InboundRoutingChange): InboundRoutingChange {
  return voicemailMessage === undefined || voicemailMessage === '' ? routing : { ...routing, voicemailMessage };
}

/** A carrier as the vendor spells it, where it names those that it takes. */
export function canonicalCarrier({ rules }: VoiceVendor, carrier: string | null): string | null {
  if (carrier === null) return null;
  const wanted = carrier.trim().toLowerCase();
  return rules.importCarriers?.find((known) => known.toLowerCase() === wanted) ?? wanted;
}
