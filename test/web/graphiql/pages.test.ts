import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGraphiqlInfo } from '../../../src/server/graphiql-info.ts';
import { createGraphiqlPage } from '../../../src/server/pages.ts';

const info = createGraphiqlInfo([], null);

describe('the GraphiQL page', () => {
  let directory: string;
  let server: Server;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'graphiql-'));
    await mkdir(join(directory, 'built', 'assets'), { recursive: true });
    await writeFile(join(directory, 'built', 'index.html'), '<title>Phone Numbers</title>');
    await writeFile(join(directory, 'built', 'assets', 'index-1a2b.js'), 'let here;');
    await writeFile(join(directory, 'built', 'assets', 'index-1a2b.js.gz'), gzipSync('let here;'));
    await writeFile(join(directory, 'built', 'assets', 'large-5e6f.js'), 'let here;'.repeat(1_000));
    await writeFile(join(directory, 'built', 'licences.txt'), 'MIT');
    await mkdir(join(directory, 'built', 'docs'));
    await writeFile(join(directory, 'built', 'docs', 'http.html'), '<h1>HTTP</h1>');
    await writeFile(join(directory, 'outside.js'), 'let outside;');
    const page = createGraphiqlPage({ directory: join(directory, 'built'), info: () => info });
    const unbuilt = createGraphiqlPage({ directory: join(directory, 'unbuilt'), info: () => info });
    server = createServer(async (incoming, response) => {
      const chosen = incoming.headers['x-unbuilt'] ? unbuilt : page;
      if (!(await chosen.handle(incoming, response))) response.end('for somebody else');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true });
  });

  /** With `node:http` and not `fetch`, which would tidy up `..` and unpack what is compressed. */
  function read(path: string, options: { method?: string; headers?: Record<string, string> } = {}) {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return new Promise<{ status?: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
      (resolve, reject) => {
        const outgoing = request({ port, path, agent: false, ...options }, async (response) => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, body: Buffer.concat(await response.toArray()) });
        });
        outgoing.on('error', reject).end();
      },
    );
  }

  it.each(['/graphiql', '/graphiql/', '/graphiql?query=x'])('opens at %s', async (path) => {
    const { status, headers, body } = await read(path);
    expect(status).toBe(200);
    expect(body.toString()).toBe('<title>Phone Numbers</title>');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'self'; script-src 'self';"),
    });
  });

  it('lets browsers keep the files of a build, whose names change with their content', async () => {
    const { headers, body } = await read('/graphiql/assets/index-1a2b.js');
    expect(body.toString()).toBe('let here;');
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
  });

  it('sends compressed files to those who take them', async () => {
    const { headers, body } = await read('/graphiql/assets/index-1a2b.js', {
      headers: { 'accept-encoding': 'br, gzip' },
    });
    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(body).toString()).toBe('let here;');
    const plain = await read('/graphiql/assets/index-1a2b.js', { headers: { 'accept-encoding': 'br, gzip;q=0' } });
    expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, 'let here;']);
  });

  it('compresses what the build has left as it is, if it is large', async () => {
    const { headers, body } = await read('/graphiql/assets/large-5e6f.js', { headers: { 'accept-encoding': 'br' } });
    expect(headers).toMatchObject({ 'content-encoding': 'br', 'content-length': String(body.length) });
    expect(brotliDecompressSync(body).toString()).toBe('let here;'.repeat(1_000));
  });

  it.each([
    '/graphiql/assets/../../outside.js',
    '/graphiql/../outside.js',
    '/graphiql/assets/%2e%2e/%2e%2e/outside.js',
    '/graphiql/assets/..%5c..%5coutside.js',
    '/graphiql/assets/gone-3c4d.js',
    '/graphiql/assets/index-1a2b',
    '/graphiql/assets/',
  ])('has nothing at %s', async (path) => {
    const { status, body } = await read(path);
    expect(status).toBe(404);
    expect(body.toString()).not.toContain('outside');
  });

  it('has nothing by a name that no file can have', async () => {
    expect((await read(`/graphiql/assets/${'x'.repeat(5_000)}.js`)).status).toBe(404);
  });

  it('tells the page what the server knows of the vendors at that moment', async () => {
    const { headers, body } = await read('/graphiql/info.json');
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(JSON.parse(body.toString())).toEqual(info);
  });

  it('shows the docs under the same policy', async () => {
    const { headers, body } = await read('/graphiql/docs/http.html');
    expect([headers['content-type'], body.toString()]).toEqual(['text/html; charset=utf-8', '<h1>HTTP</h1>']);
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(await read('/graphiql/docs/gone.html')).toMatchObject({ status: 404 });
    expect(await read('/graphiql/docs/../index.html')).toMatchObject({ status: 404 });
  });

  it('shows the licences of what the page is made of', async () => {
    const { headers, body } = await read('/graphiql/licences.txt');
    expect([headers['content-type'], body.toString()]).toEqual(['text/plain; charset=utf-8', 'MIT']);
    expect(await read('/graphiql/licences.txt', { headers: { 'x-unbuilt': 'yes' } })).toMatchObject({ status: 404 });
  });

  it('answers HEAD without a body, and refuses what is not a read', async () => {
    const head = await read('/graphiql', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, headers: { 'content-length': '28' } });
    expect(head.body.length).toBe(0);
    expect(await read('/graphiql', { method: 'POST' })).toMatchObject({ status: 405 });
  });

  it.each(['/graphql', '/', '/graphiqlx'])('leaves %s to others', async (path) => {
    expect((await read(path)).body.toString()).toBe('for somebody else');
  });

  it('says how to build it where it is not built', async () => {
    const { status, body } = await read('/graphiql', { headers: { 'x-unbuilt': 'yes' } });
    expect(status).toBe(503);
    expect(body.toString()).toContain('GraphiQL is not built: run npm run build:graphiql');
  });
});
