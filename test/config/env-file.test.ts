import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readEnvFile } from '../../src/config/env-file.ts';

const text = '# Ключ\r\nACME_API_KEY=first\r\nDATA_DIR="/var/lib/numbers"\r\n\nPORT=4002 # why\n';
const variables = { ACME_API_KEY: 'first', DATA_DIR: '/var/lib/numbers', PORT: '4002' };
const utf16 = Buffer.from(text, 'utf16le');
const bigEndian = Buffer.from(utf16).swap16();
const BYTE_ORDER_MARK = '\uFEFF';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'env-file-'));
  file = join(folder, '.env');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('gives no variable where there is no file', () => {
  expect(readEnvFile(file)).toEqual({});
});

it.each([
  ['UTF-8', text],
  ['UTF-8 with a byte order mark', `${BYTE_ORDER_MARK}${text}`],
  ['UTF-8 with a byte order mark right before a variable', `${BYTE_ORDER_MARK}${text.slice(text.indexOf('ACME'))}`],
])('gives every variable of a file in %s', (_encoding, content) => {
  writeFileSync(file, content);
  expect(readEnvFile(file)).toEqual(variables);
});

it.each([
  ['UTF-16, little end first', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
  ['UTF-16, big end first', Buffer.concat([Buffer.from([0xfe, 0xff]), bigEndian])],
  ['UTF-16, little end first, without a byte order mark', utf16],
  ['UTF-16, big end first, without a byte order mark', bigEndian],
])('refuses a file in %s, and says so', (_encoding, bytes) => {
  writeFileSync(file, bytes);
  expect(() => readEnvFile(file)).toThrow(`${file} is in UTF-16: save it as UTF-8`);
});

it('refuses a file in another encoding', () => {
  writeFileSync(file, Buffer.from('PASSWORD=café\nACME_API_KEY=first\n', 'latin1'));
  expect(() => readEnvFile(file)).toThrow(`${file} is not in UTF-8: save it as UTF-8`);
});

it('refuses a folder', () => {
  mkdirSync(file);
  expect(() => readEnvFile(file)).toThrow(`${file} is a folder: make it a file, or remove it`);
});
