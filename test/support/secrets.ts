import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TestApp } from './test-app.ts';

/** A login with all that JSON, URLs and forms spell in another way. */
export const password = 'Öffne dich, "SESAME"/\\ & ~50%';
export const username = 'ali+baba "40"/\\ räuber%';

/** Every way a secret may be spelled. */
export function spellingsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(secret);
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  return [secret, json, url, form, Buffer.from(secret).toString('base64')];
}

/** Where among all that a service has answered, logged and stored a secret is found. */
export function findSecrets(app: TestApp, answers: readonly unknown[], secrets: readonly string[]): string[] {
  const files = readdirSync(app.dataDir).map((name) => [name, readFileSync(join(app.dataDir, name))] as const);
  expect(files.map(([name]) => name)).toEqual(expect.arrayContaining([expect.stringMatching(/\.db-wal$/)]));
  const places = [
    ['an answer', Buffer.from(JSON.stringify(answers))],
    ['the log', Buffer.from(app.logLines.join(''))],
    ...files,
  ] as const;
  const found = places.filter(([, bytes]) => secrets.flatMap(spellingsOf).some((spelling) => bytes.includes(spelling)));
  return found.map(([place]) => place);
}
