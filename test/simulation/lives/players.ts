import { builtInVendors } from '../../../src/vendors/index.ts';
import { loadSubject } from '../../support/vendor-contract/subject.ts';
import { pickwick } from '../../vendors/pickwick/pickwick.ts';
import type { Player } from '../world/world.ts';
import type { Offer } from './requests.ts';

/** The vendors of all lives: those that come with the service, and one that picks the numbers that it sells. */
export async function loadOffers(): Promise<readonly Offer[]> {
  return Promise.all(
    [...builtInVendors, pickwick].map(async (definition) => {
      const { fake, members, capabilities } = await loadSubject(definition);
      const player: Player = { definition, fake };
      return {
        player,
        agents: fake.agents.map(({ id }) => id),
        picksItself: members.buying?.choice === 'any',
        imports: capabilities.includes('SIP_IMPORT'),
        createsSip: capabilities.includes('SIP_CREATE'),
        lists: capabilities.includes('LIST'),
        releases: capabilities.includes('RELEASE'),
      };
    }),
  );
}
