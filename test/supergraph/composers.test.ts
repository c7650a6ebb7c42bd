import { readFileSync } from 'node:fs';
import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByTheGuild } from '@theguild/federation-composition';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { type DocumentNode, parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { typeDefs as agents } from '../../examples/supergraph/agents/schema.ts';
import { cellOf } from './docs-table.ts';
import { typeDefsOfOthers } from './planners/subgraphs.ts';

type Service = { readonly name: string; readonly url: string; readonly typeDefs: DocumentNode };
/** What keeps the services from being composed, and what may be wrong with them all the same. */
type Composed = { readonly errors: readonly string[]; readonly hints: readonly string[] };

const messagesOf = (given: readonly { readonly message: string }[] = []) => given.map(({ message }) => message);

const composers: Readonly<Record<string, (services: Service[]) => Composed>> = {
  Apollo(services) {
    const { errors, hints } = composeByApollo(services);
    return { errors: messagesOf(errors), hints: messagesOf(hints) };
  },
  // It has no hints.
  'The Guild': (services) => ({ errors: messagesOf(composeByTheGuild(services).errors), hints: [] }),
  WunderGraph(services) {
    const subgraphs = services.map(({ name, url, typeDefs }) => ({ name, url, definitions: typeDefs }));
    const result = federateSubgraphs({ subgraphs, version: ROUTER_COMPATIBILITY_VERSION_ONE });
    return { errors: result.success ? [] : messagesOf(result.errors), hints: messagesOf(result.warnings) };
  },
};

const toService = ([name, typeDefs]: readonly [string, DocumentNode]): Service => ({
  ...{ name, typeDefs, url: `http://${name}.test/graphql` },
});
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const sdlOf = (name: string) => read(`schema/published/${name}.graphql`);
const published = (name: string) => toService(['phone-numbers', parse(sdlOf(name))]);

const cacheControl = `
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean)
    on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
  type Query { weather: Weather @cacheControl(maxAge: 60) }
  type Weather { celsius: Int pages: PageInfo! }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }`;
const withLinks = (links: string, definitions = cacheControl) => `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@composeDirective"])
    ${links} ${definitions}`;
const COMPOSED = '@composeDirective(name: "@cacheControl")';
/** Where our hints come from: Hive Gateway's documentation names it to every subgraph. */
const OURS = 'https://the-guild.dev/mesh/v1.0';
const OTHER = 'https://specs.company.example/cache/v1.0';

/** Another subgraph with hints, as the docs name it. */
const hinted: Readonly<Record<string, string>> = {
  'defines it for its own server, as with Apollo Server': withLinks(''),
  'composes it as Hive Gateway’s documentation says': withLinks(
    `@link(url: "${OURS}", import: ["@cacheControl"]) ${COMPOSED}`,
  ),
  'composes it under another address': withLinks(`@link(url: "${OTHER}", import: ["@cacheControl"]) ${COMPOSED}`),
  'links it under another address, and does not compose it': withLinks(
    `@link(url: "${OTHER}", import: ["@cacheControl"])`,
  ),
  'composes other directives of GraphQL Mesh': withLinks(
    `@link(url: "${OURS}", import: ["@merge"]) @composeDirective(name: "@merge")`,
    'directive @merge(subgraph: String) on FIELD_DEFINITION type Query { weather: Int @merge(subgraph: "weather") }',
  ),
};

describe.each(Object.entries(composers))('%s', (composer, compose) => {
  const others = Object.entries({ agents, ...typeDefsOfOthers, weather: parse(withLinks('')) }).map(toService);

  it.each(['phone-numbers', 'phone-numbers-with-scopes'])('composes %s with others, without a hint', (name) => {
    expect(compose([published(name), ...others])).toEqual({ errors: [], hints: [] });
  });

  it('says what is wrong where something is', () => {
    const wrong = toService(['wrong', parse('type Query { phoneNumbers: Int }')]);
    expect(compose([published('phone-numbers'), wrong]).errors).not.toEqual([]);
  });

  it('refuses a subgraph that refers to numbers by a vendor, and has not the same vendors', () => {
    const sdl = print(typeDefsOfOthers['vendor-calls']).replace(/(?<=enum NumberVendor \{\s*)\w+/, '');
    expect(compose([published('phone-numbers'), toService(['vendor-calls', parse(sdl)])]).errors).not.toEqual([]);
  });

  it.each(Object.entries(hinted))('composes beside a subgraph that %s, if the docs say so', (what, sdl) => {
    const weather = toService(['weather', parse(sdl)]);
    const { errors } = compose([published('phone-numbers'), weather]);
    expect(errors.length === 0 ? 'yes' : 'no').toBe(cellOf(what, composer));
    // What the docs advise where it is a no.
    const elsewhere = toService(['phone-numbers', parse(sdlOf('phone-numbers').replaceAll(OURS, OTHER))]);
    if (errors.length > 0) expect(compose([elsewhere, weather])).toEqual({ errors: [], hints: [] });
  });
});
