import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { CommandError } from './command-error.ts';

/**
 * A text file, or standard input where it is `-`: in UTF-8, or in UTF-16 as spreadsheets write it, without the mark in front.
 * @throws {CommandError} where it cannot be read, or is no text.
 */
export async function readText(file: string): Promise<string> {
  const bytes = await (file === '-' ? buffer(process.stdin) : readFile(file)).catch((cause: unknown) => {
    throw new CommandError(`${file} cannot be read.`, { cause });
  });
  const text = decode(bytes);
  if (text !== null) return text;
  throw new CommandError(
    `${file === '-' ? 'What was piped in' : file} is no text in UTF-8, nor in UTF-16 that says so.`,
  );
}

function decode(bytes: Buffer): string | null {
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
