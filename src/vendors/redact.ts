import type { Secret } from '../domain/secret.ts';

const SHORTEST_TO_CUT_OUT = 4;

/**
 * The text with every secret cut out: as it is, as JSON, a URL or a form writes it, in base64, in upper or lower case.
 * Null where it holds a secret too short to be told from ordinary words: then none of it can be shown.
 */
export function redact(text: string, secrets: readonly (string | Secret<string>)[]): string | null {
  const given = secrets
    .map((secret) => (typeof secret === 'string' ? secret : secret.reveal()))
    .filter((secret) => secret !== '');
  const short = given.filter((secret) => secret.length < SHORTEST_TO_CUT_OUT);
  if (short.length > 0 && anyOf(short).test(text)) return null;
  const long = given.filter((secret) => secret.length >= SHORTEST_TO_CUT_OUT);
  return long.length === 0 ? text : text.replace(anyOf(long), '[removed]');
}

function anyOf(secrets: readonly string[]): RegExp {
  const spellings = [...new Set(secrets.flatMap(spellingsOf))];
  // The longest first, or what surrounds a shorter one would be left behind.
  spellings.sort((one, other) => other.length - one.length);
  return new RegExp(spellings.map(escapeForRegExp).join('|'), 'gi');
}

function spellingsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  // A lone surrogate has no spelling in a URL.
  const url = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    json,
    json.replaceAll('/', '\\/'),
    json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${hex(unit).padStart(4, '0')}`),
    url,
    url.replace(/[!'()*]/g, (mark) => `%${hex(mark)}`),
    new URLSearchParams([['', secret]]).toString().slice(1),
    Buffer.from(secret).toString('base64'),
  ];
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
