import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CommandError } from './command-error.ts';

/**
 * Writes texts to a new file that is its owner's alone, or to standard output, as fast as they are taken.
 * @throws {CommandError} where the file is there already, or cannot be written; and what the texts throw.
 */
export async function writeOutput(texts: AsyncIterable<string>, file: string | undefined): Promise<void> {
  if (file === undefined) return pipeline(texts, process.stdout, { end: false });
  const stream = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  let isOurs = false;
  stream.once('open', () => {
    isOurs = true;
  });
  try {
    await pipeline(texts, stream);
  } catch (cause) {
    // Half of it would be taken for all.
    if (isOurs) await rm(file, { force: true });
    throw explain(cause, file);
  }
}

function explain(cause: unknown, file: string): unknown {
  if (!(cause instanceof Error) || !('syscall' in cause)) return cause;
  if ('code' in cause && cause.code === 'EEXIST')
    return new CommandError(`${file} is there already: name a new file.`, { cause });
  return new CommandError(`${file} cannot be written (${cause.message}).`, { cause });
}
