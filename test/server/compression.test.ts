import { request } from 'node:http';
import {
  brotliCompressSync,
  brotliDecompressSync,
  gunzipSync,
  gzipSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const MEBIBYTE = 1024 * 1024;
const QUERY = JSON.stringify({ query: '{ __typename }' });
/** Its answer has some 100,000 bytes. */
const LARGE = JSON.stringify({ query: '{ _service { sdl } }' });

const compressions = [
  ['gzip', gzipSync, gunzipSync],
  ['br', brotliCompressSync, brotliDecompressSync],
  ['zstd', zstdCompressSync, zstdDecompressSync],
] as const;

describe('over HTTP', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  /** With `node:http`, since `fetch` sends an `accept-encoding` of its own and decompresses by itself. */
  const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
    new Promise<{ status?: number | undefined; headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
      (resolve, reject) => {
        const outgoing = request(
          `${app.url}/graphql`,
          { method: 'POST', agent: false, headers: { 'content-type': 'application/json', ...headers } },
          async (response) => {
            const { statusCode: status } = response;
            resolve({ status, headers: response.headers, body: Buffer.concat(await response.toArray()) });
          },
        );
        outgoing.on('error', reject);
        outgoing.end(body);
      },
    );
  const messageOf = ({ body }: { body: Buffer }) => JSON.parse(body.toString()).errors[0].message;

  describe.each(compressions)('with %s', (encoding, compress, decompress) => {
    it('reads a request', async () => {
      for (const name of [encoding, encoding.toUpperCase()]) {
        const { status, body } = await send(compress(QUERY), { 'content-encoding': name });
        expect([status, JSON.parse(body.toString())]).toEqual([200, { data: { __typename: 'Query' } }]);
      }
    });

    it('reads one of a mebibyte, and no larger one', async () => {
      const ofSize = (bytes: number) => {
        const text = JSON.stringify({ query: '{ __typename }', variables: { padding: '' } });
        return compress(text.replace('""', `"${'x'.repeat(bytes - text.length)}"`));
      };
      expect((await send(ofSize(MEBIBYTE), { 'content-encoding': encoding })).status).toBe(200);
      const refused = await send(ofSize(MEBIBYTE + 1), { 'content-encoding': encoding });
      expect([refused.status, messageOf(refused)]).toEqual([413, 'A request holds at most 1048576 bytes.']);
    });

    it('does not unfold a small request that would become a huge one', async () => {
      const bomb = compress(Buffer.alloc(64 * MEBIBYTE, ' '));
      expect(bomb.length).toBeLessThan(MEBIBYTE);
      expect((await send(bomb, { 'content-encoding': encoding })).status).toBe(413);
    });

    it('says of a request that is something else, or not whole, that it cannot be read', async () => {
      for (const body of [QUERY, compress(QUERY.repeat(100)).subarray(0, 20)]) {
        const { status, ...answer } = await send(body, { 'content-encoding': encoding });
        expect([status, messageOf(answer)]).toEqual([400, `The body of the request is not ${encoding}.`]);
      }
    });

    it('sends a large answer', async () => {
      const plain = await send(LARGE);
      const { status, headers, body } = await send(LARGE, { 'accept-encoding': encoding });
      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'content-encoding': encoding, 'content-length': String(body.length) });
      expect(headers['vary']).toContain('accept-encoding');
      expect(decompress(body)).toEqual(plain.body);
      expect(body.length).toBeLessThan(plain.body.length / 2);
    });

    it('sends a small answer as it is', async () => {
      const { headers, body } = await send(QUERY, { 'accept-encoding': encoding });
      expect(headers['content-encoding']).toBeUndefined();
      expect(headers['vary']).toContain('accept-encoding');
      expect(body.toString()).toContain('"Query"');
    });
  });

  it('refuses a compression that it does not know, and says which it does', async () => {
    const answer = await send(QUERY, { 'content-encoding': 'compress' });
    expect([answer.status, messageOf(answer)]).toEqual([
      415,
      'The body of a request may be compressed once, with one of gzip, br, zstd.',
    ]);
    expect(answer.headers['accept-encoding']).toBe('gzip, br, zstd');
  });

  it('refuses a zstd frame that wants more of what came before kept than anybody needs', async () => {
    const frame = (window: number) => {
      // RFC 8878: magic number, descriptor, 2 to the power of 10 and this much, and one block of bytes as they are.
      const block = Buffer.alloc(3);
      block.writeUIntLE((QUERY.length << 3) | 1, 0, 3);
      return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, window << 3]), block, Buffer.from(QUERY)]);
    };
    expect((await send(frame(23 - 10), { 'content-encoding': 'zstd' })).status).toBe(200);
    expect((await send(frame(24 - 10), { 'content-encoding': 'zstd' })).status).toBe(400);
  });

  it.each([
    ['gzip;q=0.5, br;q=0.9', 'br'],
    ['gzip, br;q=0.9', 'gzip'],
    ['br;q=0, gzip;q=0.1', 'gzip'],
    ['*', 'gzip'],
    ['*;q=0.5, gzip;q=0', 'br'],
    ['gzip;q=0', undefined],
    ['identity', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['', undefined],
    ['deflate, compress', undefined],
    [';;;q=,,', undefined],
  ])('told %j, sends an answer in %s', async (accepted, encoding) => {
    const { status, headers, body } = await send(LARGE, { 'accept-encoding': accepted });
    expect([status, headers['content-encoding']]).toEqual([200, encoding]);
    expect(body.length).toBe(Number(headers['content-length']));
  });
});
