import { canonicalAddress } from '../domain/canonical.ts';
import type { InboundRouting } from '../domain/phone-number.ts';
import type { Import, Order, Vendor } from './vendor.ts';
import type { Obtained, VendorNumber } from './vendor-number.ts';

const E164 = /^\+\d{7,15}$/;

/** What a call with a login asked for: all that may be believed of the texts in its answer. */
type Asked = Order & { readonly address: string; readonly carrier: string | null };

/**
 * The vendor, of whose answers to calls with a login no text is kept that was not sent as such: a name or a carrier in it
 * may be the password, in whatever spelling. Ids are kept, or the number could not be found again. What a text says in
 * truth is read afterwards, by a call that carries no login.
 */
export function withoutEcho(vendor: Vendor): Vendor {
  const { importing, sip } = vendor;
  return {
    ...vendor,
    ...(importing && {
      importing: {
        ...importing,
        run: async (sent, number) => only(askedBy(number), await importing.run(sent, number)),
      },
    }),
    ...(sip && {
      sip: {
        ...sip,
        async create(sent, user) {
          const address = canonicalAddress(sip.address(user.sipPrefix));
          return only({ ...user, address, carrier: null }, await sip.create(sent, user));
        },
      },
    }),
  };
}

function askedBy(order: Import): Asked {
  return { ...order, address: order.number, carrier: order.source.carrier };
}

function only(asked: Asked, obtained: Obtained): Obtained {
  return 'kind' in obtained ? onlyAsked(asked, obtained) : { vendorId: obtained.vendorId };
}

function onlyAsked(
  asked: Asked,
  { address, spelling, fallbackAddress: _fallback, ...reported }: VendorNumber,
): VendorNumber {
  const isShown = address !== undefined && (address === asked.address || E164.test(address));
  const { label, carrier, inboundRouting } = reported;
  return {
    ...reported,
    ...(isShown && { address }),
    ...(isShown && spelling !== undefined && { spelling }),
    ...(label !== undefined && { label: label === asked.label ? label : null }),
    ...(carrier !== undefined && { carrier: isSame(carrier, asked.carrier) ? carrier : null }),
    ...(inboundRouting && { inboundRouting: withoutOtherMessage(asked, inboundRouting) }),
  };
}

function withoutOtherMessage(asked: Asked, routing: InboundRouting): InboundRouting {
  const isAsked = routing.voicemailMessage === asked.inboundRouting?.voicemailMessage;
  return { ...routing, voicemailMessage: isAsked ? routing.voicemailMessage : null };
}

function isSame(text: string | null, asked: string | null): boolean {
  return text?.toLowerCase() === asked?.toLowerCase();
}
