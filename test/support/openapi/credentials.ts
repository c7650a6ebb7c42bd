import type { Description, Operation } from './description.ts';
import { listOf, type Members, membersOf } from './members.ts';
import type { Texts } from './texts.ts';

type Sent = { readonly headers: Headers; readonly query: Texts };
type Kind = { readonly name: string; isIn(sent: Sent): boolean };

/** What is wrong with the credentials of a request. */
export function credentialComplaints(
  { security }: Operation,
  { securitySchemes, follow }: Pick<Description, 'securitySchemes' | 'follow'>,
  sent: Sent,
): string[] {
  if (security === undefined) return [];
  const ways = listOf(security).map((way) => Object.keys(membersOf(way)).map((name) => follow(securitySchemes[name])));
  const usesAuthorization = ways.flat().some((scheme) => scheme['type'] !== 'apiKey');
  const unexpected =
    !usesAuthorization && sent.headers.has('authorization') ? ['has an authorization header, takes none'] : [];
  const kinds = ways.map((schemes) => schemes.map(kindOf));
  if (kinds.length === 0 || kinds.some((way) => way.every((kind) => kind.isIn(sent)))) return unexpected;
  return [...unexpected, `has no ${kinds.map((way) => way.map(({ name }) => name).join(' and ')).join(' or ')}`];
}

/** The names that credentials have in the query. */
export function credentialsInQuery({
  securitySchemes,
  follow,
}: Pick<Description, 'securitySchemes' | 'follow'>): string[] {
  return Object.values(securitySchemes)
    .map(follow)
    .filter((scheme) => scheme['type'] === 'apiKey' && scheme['in'] === 'query')
    .map(({ name }) => String(name));
}

function kindOf(scheme: Members): Kind {
  const name = String(scheme['name']);
  switch (`${scheme['type']} ${scheme['scheme'] ?? scheme['in']}`.toLowerCase()) {
    case 'http bearer':
      return { name: 'bearer token', isIn: ({ headers }) => /^Bearer \S+$/.test(headers.get('authorization') ?? '') };
    case 'http basic':
      return { name: 'user name and password', isIn: ({ headers }) => isBasic(headers.get('authorization') ?? '') };
    case 'apikey header':
      return { name: `key in the header ${name}`, isIn: ({ headers }) => (headers.get(name) ?? '') !== '' };
    case 'apikey query':
      return { name: `key in the query as ${name}`, isIn: ({ query }) => (query[name] ?? '') !== '' };
    default:
      throw new Error(`Credentials of this kind are not known here: ${JSON.stringify(scheme)}`);
  }
}

function isBasic(authorization: string): boolean {
  const encoded = /^Basic ([A-Za-z\d+/]+={0,2})$/.exec(authorization)?.[1];
  return encoded !== undefined && /^[^:]+:./.test(Buffer.from(encoded, 'base64').toString('utf8'));
}
