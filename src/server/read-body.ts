import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, zstdDecompress } from 'node:zlib';

const MAX_BODY_BYTES = 1024 * 1024;
/** RFC 9659: nobody has to keep more of what came before, and a frame may ask for a thousand times as much. */
const ZSTD_WINDOW_LOG = 23;

/** Why a body is not taken: the status and the sentence for the caller. */
export type Unreadable = { readonly status: 400 | 413 | 415; readonly message: string };

type Decompress = (bytes: Uint8Array) => Promise<Buffer>;

const unzip: Decompress = (bytes) => promisify(gunzip)(bytes, { maxOutputLength: MAX_BODY_BYTES });
const readers = new Map<string, Decompress>([
  ['identity', async (bytes) => Buffer.from(bytes)],
  ['gzip', unzip],
  ['x-gzip', unzip],
  ['br', (bytes) => promisify(brotliDecompress)(bytes, { maxOutputLength: MAX_BODY_BYTES })],
  [
    'zstd',
    (bytes) =>
      promisify(zstdDecompress)(bytes, {
        maxOutputLength: MAX_BODY_BYTES,
        params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG },
      }),
  ],
]);

/** What a body may be compressed with, as a header says it. */
export const READABLE_ENCODINGS = 'gzip, br, zstd';

const tooLarge: Unreadable = { status: 413, message: `A request holds at most ${MAX_BODY_BYTES} bytes.` };
const unknownEncoding: Unreadable = {
  status: 415,
  message: `The body of a request may be compressed once, with one of ${READABLE_ENCODINGS}.`,
};

/**
 * The body of a request, decompressed. It is bounded before and after, so that a small body that would become a large one
 * costs no more than the largest that is taken. `aborted`: the caller has hung up before it sent all of it.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | 'aborted' | Unreadable> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decompress = readers.get(encoding);
  if (decompress === undefined) return unknownEncoding;
  const bytes = await receive(request);
  if (bytes === 'aborted') return bytes;
  if (bytes === null) return tooLarge;
  if (bytes.length === 0) return bytes;
  try {
    return await decompress(bytes);
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge ? tooLarge : { status: 400, message: `The body of the request is not ${encoding}.` };
  }
}

/** What was sent, or null if it is too large. */
function receive(request: IncomingMessage): Promise<Buffer | 'aborted' | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    // Listeners, not an iterator over the stream, which costs more than all else that is done with most bodies.
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else resolve(null);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', (error) => (request.complete ? reject(error) : resolve('aborted')));
  });
}
