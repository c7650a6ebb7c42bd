import { Secret } from '../../../src/domain/secret.ts';
import type { CreateSipNumberInput } from '../../../src/operations/create-sip-number.ts';
import type { ImportSipNumberInput } from '../../../src/operations/import-sip-number.ts';
import type { PurchaseNumberInput } from '../../../src/operations/purchase-number.ts';
import { sipLoginOf } from '../../support/vendors.ts';
import type { Random } from '../../torture/random.ts';
import { allAreaCodes, areaCodes, stockNumber } from '../world/stock.ts';
import type { Player } from '../world/world.ts';

/** What a caller asks for under a key; the key itself comes with each call. */
export type Request =
  | { readonly mutation: 'purchaseNumber'; readonly input: Omit<PurchaseNumberInput, 'idempotencyKey'> }
  | { readonly mutation: 'importSipNumber'; readonly input: Omit<ImportSipNumberInput, 'idempotencyKey'> }
  | { readonly mutation: 'createSipNumber'; readonly input: Omit<CreateSipNumberInput, 'idempotencyKey'> };

/** What can be asked of a vendor, as far as requests are made up here. */
export type Offer = {
  readonly player: Player;
  readonly agents: readonly string[];
  readonly picksItself: boolean;
  readonly imports: boolean;
  readonly createsSip: boolean;
  readonly lists: boolean;
  readonly releases: boolean;
};

const trunk = {
  terminationUri: 'trunk.example.com',
  username: 'trunk-user',
  password: new Secret('simulated-password'),
};

/** Makes a request up. `tag` is its label, so that requests are told apart. */
export function makeRequest(random: Random, offers: readonly Offer[], tag: string, stockSize: number): Request {
  const dice = random.next();
  const importers = offers.filter(({ imports }) => imports);
  const creators = offers.filter(({ createsSip }) => createsSip);
  if (dice < 0.12 && importers.length > 0) return importOf(random, random.pick(importers), tag);
  if (dice < 0.18 && creators.length > 0) {
    const { player } = random.pick(creators);
    const sipPrefix = `desk-${random.between(1, 3)}`;
    const { username, password } = sipLoginOf(player.definition.rules, 'desk-user', 'simulated-password');
    const login = { username, password: new Secret(password) };
    return {
      mutation: 'createSipNumber',
      input: { vendor: player.definition.name, sipPrefix, ...login, agentId: null, label: tag },
    };
  }
  return purchaseOf(random, random.pick(offers), tag, stockSize);
}

function purchaseOf(random: Random, { player, agents, picksItself }: Offer, tag: string, stockSize: number): Request {
  const { name: vendor, rules } = player.definition;
  const countries = rules.countries ?? Object.values(areaCodes);
  const places = allAreaCodes.filter((code) => {
    const country = areaCodes[code];
    return countries.includes(country) && (rules.areaCodeCountries?.includes(country) ?? true);
  });
  const areaCode = random.chance(0.7) ? '415' : random.pick(places);
  const isExact = !picksItself && random.chance(0.35);
  const isLinked = rules.agentRequired || (random.chance(0.4) && agents.length > 0);
  const nth = random.between(0, stockSize - 1);
  return {
    mutation: 'purchaseNumber',
    input: {
      vendor,
      number: isExact ? stockNumber(areaCode, nth).number : null,
      country: areaCodes[areaCode],
      areaCode: isExact ? null : areaCode,
      contains: null,
      maxMonthlyPrice: null,
      agentId: isLinked ? random.pick(agents) : null,
      label: tag,
      inboundRouting: null,
    },
  };
}

function importOf(random: Random, { player, agents }: Offer, tag: string): Request {
  const { name: vendor, rules } = player.definition;
  return {
    mutation: 'importSipNumber',
    input: {
      vendor,
      number: `+1305555010${random.between(0, 3)}`,
      ...trunk,
      carrier: rules.importCarriers?.[0] ?? null,
      agentId: rules.agentRequired || (random.chance(0.5) && agents.length > 0) ? random.pick(agents) : null,
      label: tag,
      inboundRouting: null,
    },
  };
}
