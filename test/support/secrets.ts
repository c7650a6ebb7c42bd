import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TestApp } from './test-app.ts';

/** A login with all that JSON, URLs, HTML and forms spell in another way. */
export const password = 'Öffne dich, "SESAME"/\\ & <~50%> o\'Brien';
export const username = 'ali+baba "40"/\\ räuber%';

/** Every way in which a secret may be spelled by something that echoes it, by name. */
export function spellingsByName(secret: string): Readonly<Record<string, string>> {
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(secret);
  const bytes = Buffer.from(secret);
  const each = (spell: (character: string, code: number) => string) =>
    [...secret].map((character) => spell(character, character.codePointAt(0) ?? 0)).join('');
  const eachByte = (spell: (byte: number) => string) => [...bytes].map(spell).join('');
  const hex = (code: number, length = 2) => code.toString(16).padStart(length, '0');
  const beyondAscii = (spell: (code: number) => string) =>
    each((character, code) => (code > 126 ? spell(code) : character));
  const half = Math.ceil(secret.length / 2);
  return {
    plain: secret,
    JSON: json,
    URL: url,
    'a form': new URLSearchParams([['', secret]]).toString().slice(1),
    base64: bytes.toString('base64'),
    capitals: secret.toUpperCase(),
    'small letters': secret.toLowerCase(),
    'JSON with escaped slashes': json.replaceAll('/', '\\/'),
    'JSON in JSON': JSON.stringify(json).slice(1, -1),
    'JSON in ASCII': json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`),
    'unicode escapes': each((_, code) => `\\u${hex(code, 4)}`),
    'unicode escapes in braces': each((_, code) => `\\u{${hex(code)}}`),
    'unicode escapes of a URL': beyondAscii((code) => `%u${hex(code, 4)}`),
    'URL in small letters': url.replace(/%../g, (escaped) => escaped.toLowerCase()),
    'URL, every byte': eachByte((byte) => `%${hex(byte).toUpperCase()}`),
    'URL in a URL': encodeURIComponent(url),
    'URL, strictly': url.replace(/[!'()*]/g, (mark) => `%${hex(mark.charCodeAt(0)).toUpperCase()}`),
    'base64 of a URL': bytes.toString('base64url'),
    'base64 without its end': bytes.toString('base64').replace(/=+$/, ''),
    'base64 of UTF-16': Buffer.from(secret, 'utf16le').toString('base64'),
    'HTTP Basic': Buffer.from(`${username}:${secret}`).toString('base64'),
    hex: bytes.toString('hex'),
    'hex in capitals': bytes.toString('hex').toUpperCase(),
    'hex escapes': eachByte((byte) => `\\x${hex(byte)}`),
    'hex with spaces': eachByte((byte) => `${hex(byte)} `).trim(),
    'octal escapes': eachByte((byte) => `\\${byte.toString(8).padStart(3, '0')}`),
    'HTML by name': each((character) => entities[character] ?? character),
    'HTML in decimals': each((_, code) => `&#${code};`),
    'HTML in hex': each((_, code) => `&#x${hex(code)};`),
    'HTML in HTML': each((_, code) => `&amp;#${code};`),
    'a model that shortens': `input_value='${secret.slice(0, 18)}...${secret.slice(-18)}'`,
    'its beginning': `${secret.slice(0, 12)}…`,
    'two lines': `${secret.slice(0, half)}\n${secret.slice(half)}`,
    'letters apart': [...secret].join(' '),
    'letters apart, unseen': [...secret].join('\u200b'),
    mail: eachByte((byte) => (byte > 126 || byte === 61 ? `=${hex(byte).toUpperCase()}` : String.fromCharCode(byte))),
    'UTF-8 read as Latin-1': bytes.toString('latin1'),
    'bytes of Python': `b'${eachByte((byte) => (byte > 126 ? `\\x${hex(byte)}` : String.fromCharCode(byte)))}'`,
    SQL: secret.replaceAll("'", "''"),
    CSV: secret.replaceAll('"', '""'),
    backwards: [...secret].reverse().join(''),
  };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  Ö: '&Ouml;',
  '/': '&#x2F;',
};

/** The same without their names; the second is JSON's. */
export function spellingsOf(secret: string): string[] {
  return Object.values(spellingsByName(secret));
}

/** Pieces that tell a secret: each spelling, and its beginning and end where something has shortened it. */
function tellingPieces(secret: string): string[] {
  const pieces = spellingsOf(secret).flatMap((spelling) => [spelling, spelling.slice(0, 10), spelling.slice(-10)]);
  return [...new Set(pieces)].filter((piece) => piece.length >= Math.min(8, secret.length));
}

/** The spellings and telling pieces of these secrets that are found in a text or in bytes. */
export function piecesIn(haystack: string | Buffer, secrets: readonly string[]): string[] {
  return secrets.flatMap(tellingPieces).filter((piece) => haystack.includes(piece));
}

/** Where among all that a service has answered, logged and stored a secret is found. */
export function findSecrets(app: TestApp, answers: readonly unknown[], secrets: readonly string[]): string[] {
  const files = readdirSync(app.dataDir).map((name) => [name, readFileSync(join(app.dataDir, name))] as const);
  expect(files.map(([name]) => name)).toEqual(expect.arrayContaining([expect.stringMatching(/\.db-wal$/)]));
  return findPieces([...placesOf(app, answers), ...files], secrets);
}

/** The same where the database is not in files. */
export function placesOf(app: TestApp, answers: readonly unknown[]): (readonly [string, Buffer])[] {
  // As they are sent, and as a person reads them.
  return [
    ['an answer', Buffer.from(JSON.stringify(answers))],
    ['an answer, read', Buffer.from(textsIn(answers).join('\n'))],
    ['the log', Buffer.from(app.logLines.join(''))],
    ['the log, read', Buffer.from(textsIn(app.logLines.map((line) => JSON.parse(line))).join('\n'))],
  ];
}

/** Which pieces of secrets are in which place. */
export function findPieces(places: readonly (readonly [string, Buffer])[], secrets: readonly string[]): string[] {
  return places.flatMap(([place, bytes]) => piecesIn(bytes, secrets).map((piece) => `${place}: ${piece}`));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)]);
}
