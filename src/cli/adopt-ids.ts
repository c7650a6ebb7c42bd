import { CommandError } from './command-error.ts';
import { readText } from './read-text.ts';

/**
 * The ids of a file, or of standard input where it is `-`: one a line, each once, as `canonical` spells them. Blank lines
 * are passed over, and what follows a `#`.
 * @throws {CommandError} where it cannot be read, or holds none.
 */
export async function readIds(file: string, canonical: (id: string) => string): Promise<string[]> {
  const lines = (await readText(file)).split(/\r?\n/);
  const ids = lines.map((line) => line.replace(/(^|\s)#.*$/, '').trim()).filter((id) => id !== '');
  if (ids.length === 0) throw new CommandError(`There is no id in ${file === '-' ? 'what was piped in' : file}.`);
  return [...new Set(ids.map(canonical))];
}
