import { readFileSync } from 'node:fs';
import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByTheGuild } from '@theguild/federation-composition';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { type DocumentNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { typeDefs as agents } from '../../examples/supergraph/agents/schema.ts';

type Service = { readonly name: string; readonly url: string; readonly typeDefs: DocumentNode };
/** What keeps the services from being composed, and what may be wrong with them all the same. */
type Composed = { readonly errors: readonly string[]; readonly hints: readonly string[] };

const messagesOf = (given: readonly { readonly message: string }[] = []) => given.map(({ message }) => message);

const composers: Readonly<Record<string, (services: Service[]) => Composed>> = {
  Apollo(services) {
    const { errors, hints } = composeByApollo(services);
    return { errors: messagesOf(errors), hints: messagesOf(hints) };
  },
  'the Guild': (services) => ({ errors: messagesOf(composeByTheGuild(services).errors), hints: [] }),
  WunderGraph(services) {
    const subgraphs = services.map(({ name, url, typeDefs }) => ({ name, url, definitions: typeDefs }));
    const result = federateSubgraphs({ subgraphs, version: ROUTER_COMPATIBILITY_VERSION_ONE });
    return { errors: result.success ? [] : messagesOf(result.errors), hints: messagesOf(result.warnings) };
  },
};

const published = (name: string) => ({
  name: 'phone-numbers',
  url: 'http://numbers.test/graphql',
  typeDefs: parse(readFileSync(`schema/published/${name}.graphql`, 'utf8')),
});
const others: readonly Service[] = [
  { name: 'agents', url: 'http://agents.test/graphql', typeDefs: agents },
  {
    name: 'weather',
    url: 'http://weather.test/graphql',
    // As many subgraphs have it, for their own server's eyes.
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable"])
      directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean)
        on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
      enum CacheControlScope { PUBLIC PRIVATE }
      type Query { weather: Weather @cacheControl(maxAge: 60) }
      type Weather { pages: PageInfo! }
      type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }`),
  },
];

describe.each(Object.entries(composers))('%s', (_name, compose) => {
  it.each(['phone-numbers', 'phone-numbers-with-scopes'])('composes %s with others, without a hint', (name) => {
    expect(compose([published(name), ...others])).toEqual({ errors: [], hints: [] });
  });

  it('says what is wrong where something is', () => {
    const wrong = { ...published('phone-numbers'), name: 'wrong', typeDefs: parse('type Query { phoneNumbers: Int }') };
    expect(compose([published('phone-numbers'), wrong]).errors).not.toEqual([]);
  });
});
