import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';
import Negotiator from 'negotiator';

/** Less than this fits into one packet as it is. */
const MIN_LENGTH = 1_000;
/** Of 11. A megabyte of numbers takes 12 ms, as with gzip; at 5 it takes twice as long, and at 11 a second. */
const BROTLI_QUALITY = 4;

const compressors = {
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes),
  br: (bytes: Uint8Array) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  zstd: (bytes: Uint8Array) => promisify(zstdCompress)(bytes),
};
type Encoding = keyof typeof compressors;

/** Which of these compressions a caller wants most; null where it wants none, or there is nothing it would take. */
export function encodingFor(request: IncomingMessage, encodings: readonly Encoding[] = ALL): Encoding | null {
  const wanted = new Negotiator(request).encoding([...encodings, 'identity']);
  return encodings.find((encoding) => encoding === wanted) ?? null;
}

const ALL: readonly Encoding[] = ['gzip', 'br', 'zstd'];

/** What an answer says; `encoding` is what it is compressed with already, if it is. */
type Body = { readonly body: string | Buffer; readonly encoding?: Encoding };

/**
 * Ends an answer with this body, compressed where the caller takes that and there is something to gain. It is compressed
 * in another thread, so that other requests go on. To HEAD, nothing but its headers is sent.
 */
export async function endWith(request: IncomingMessage, response: ServerResponse, answer: Body): Promise<void> {
  const { body, encoding } = await compress(request, answer);
  response.appendHeader('vary', 'accept-encoding');
  if (encoding !== null) response.setHeader('content-encoding', encoding);
  const bytes = Buffer.byteLength(body);
  response.setHeader('content-length', bytes);
  if (request.method === 'HEAD') response.end();
  // A text goes out with its headers in one piece; one of ASCII alone, as nearly all are, need not be encoded.
  else response.end(body, bytes === body.length ? 'latin1' : 'utf8');
}

async function compress(
  request: IncomingMessage,
  { body, encoding }: Body,
): Promise<{ body: string | Buffer; encoding: Encoding | null }> {
  if (encoding !== undefined) return { body, encoding };
  const wanted = body.length < MIN_LENGTH ? null : encodingFor(request);
  return wanted === null
    ? { body, encoding: null }
    : { body: await compressors[wanted](Buffer.from(body)), encoding: wanted };
}
