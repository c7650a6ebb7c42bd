import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import type { Vendor } from '../../src/vendors/vendor.ts';
import type { Obtained, VendorNumber } from '../../src/vendors/vendor-number.ts';

/** How a vendor spells what it was told, when it reports it. */
export type Speller = {
  readonly agentId: (agentId: string) => string;
  readonly text: (text: string) => string | null;
  readonly address: (address: string) => string;
};

/** A vendor that tidies what it is told. */
export const tidy: Speller = {
  agentId: (agentId) => agentId.toLowerCase(),
  text: (text) => text.trim().normalize('NFC') || null,
  address: (address) => address.toLowerCase(),
};

/** A vendor that spells everything as nobody sent it. */
export const untidy: Speller = {
  agentId: (agentId) => (agentId.length === 36 ? agentId.toUpperCase() : agentId),
  text: (text) => ` ${text.normalize('NFD')} `,
  address: (address) =>
    address.startsWith('+1') ? address.replace(/^\+1(...)(...)/, '+1 (1) ($1) $2-') : address.toUpperCase(),
};

/** The built-in vendors, reporting in another spelling. */
export function vendorsThatSpell(speller: Speller): readonly VendorDefinition[] {
  return builtInVendors.map((definition) => ({
    ...definition,
    create: (given) => spelling(definition.create(given), speller),
  }));
}

function spelling(vendor: Vendor, speller: Speller): Vendor {
  const { list, buying, importing, sip, updating, unlink } = vendor;
  const spell = (number: VendorNumber) => spelt(number, speller);
  const spellObtained = (obtained: Obtained) => ('kind' in obtained ? spell(obtained) : obtained);
  return {
    ...vendor,
    async get(vendorId) {
      const number = await vendor.get(vendorId);
      return number && spell(number);
    },
    ...(list && {
      async *list() {
        for await (const page of list()) yield page.map(spell);
      },
    }),
    ...(buying?.choice === 'exact' && {
      buying: { ...buying, choice: 'exact', buy: async (sent, order) => spellObtained(await buying.buy(sent, order)) },
    }),
    ...(importing && {
      importing: { ...importing, run: async (sent, number) => spellObtained(await importing.run(sent, number)) },
    }),
    ...(sip && { sip: { ...sip, create: async (sent, user) => spellObtained(await sip.create(sent, user)) } }),
    ...(updating && {
      updating: { ...updating, run: async (sent, id, change) => spell(await updating.run(sent, id, change)) },
    }),
    ...(unlink && { unlink: async (sent, vendorId) => spell(await unlink(sent, vendorId)) }),
  };
}

function spelt(number: VendorNumber, { agentId: spellAgent, text, address }: Speller): VendorNumber {
  const { agentId, label, inboundRouting } = number;
  const agent = (id: string | null) => id && spellAgent(id);
  return {
    ...number,
    ...(number.address !== undefined && { address: address(number.address) }),
    agentId: agent(agentId),
    ...(typeof label === 'string' && { label: text(label) }),
    ...(inboundRouting && {
      inboundRouting: {
        agentId: spellAgent(inboundRouting.agentId),
        fallbackAgentId: agent(inboundRouting.fallbackAgentId),
        voicemailMessage: text(inboundRouting.voicemailMessage ?? ''),
      },
    }),
  };
}
