import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

const UTF_16_BYTE_ORDER_MARKS = ['fffe', 'feff'];

/** A `.env` that cannot be read as it was meant; the message begins with the name of the file. */
export class EnvFileError extends Error {
  constructor(file: string, trouble: string, options?: ErrorOptions) {
    super(`${file} ${trouble}`, options);
    this.name = 'EnvFileError';
  }
}

/**
 * Reads a file of `NAME=value` lines in UTF-8, with or without a byte order mark. Empty if there is no such file.
 * @throws {EnvFileError} where it cannot be read, or is in another encoding: read wrongly, a variable would get lost.
 */
export function readEnvFile(file: string): Readonly<NodeJS.Dict<string>> {
  const bytes = readBytes(file);
  if (bytes === null) return {};
  const isUtf16 = UTF_16_BYTE_ORDER_MARKS.includes(bytes.subarray(0, 2).toString('hex'));
  // No text has zero bytes in UTF-8, and every line end has one in UTF-16.
  if (isUtf16 || bytes.includes(0)) throw new EnvFileError(file, 'is in UTF-16: save it as UTF-8');
  return parseEnv(decode(file, bytes));
}

function readBytes(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (code === 'ENOENT') return null;
    if (code === 'EISDIR') throw new EnvFileError(file, 'is a folder: make it a file, or remove it', { cause });
    throw new EnvFileError(file, 'cannot be read by this user: allow it, or remove the file', { cause });
  }
}

function decode(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new EnvFileError(file, 'is not in UTF-8: save it as UTF-8', { cause });
  }
}
