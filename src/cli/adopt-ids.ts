import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CommandError } from './command-error.ts';

/**
 * The ids of a file, or of standard input where it is `-`: one a line, each once, as `canonical` spells them. Blank lines
 * are passed over, and what follows a `#`.
 * @throws {CommandError} where it cannot be read, or holds none.
 */
export async function readIds(file: string, canonical: (id: string) => string): Promise<string[]> {
  const lines = (await readText(file)).replace(/^\uFEFF/, '').split(/\r?\n/);
  const ids = lines.map((line) => line.replace(/(^|\s)#.*$/, '').trim()).filter((id) => id !== '');
  if (ids.length === 0) throw new CommandError(`There is no id in ${file === '-' ? 'what was piped in' : file}.`);
  return [...new Set(ids.map(canonical))];
}

async function readText(file: string): Promise<string> {
  try {
    return await (file === '-' ? text(process.stdin) : readFile(file, 'utf8'));
  } catch (cause) {
    throw new CommandError(`${file} cannot be read.`, { cause });
  }
}
