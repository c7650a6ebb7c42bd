import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failing, fine, garbage, get, kindOf, post, setUp } from '../../support/http-client.ts';
import { findDeadUrl, resetConnection, startStubServer } from '../../support/stub-server.ts';
import { recordCall } from '../../support/vendor-calls.ts';

describe('a request', () => {
  it('joins the base path, asks for JSON, names this service and carries the credentials', async () => {
    const { stub, client } = await setUp();
    stub.answer({ status: 201, json: { id: 1 } });
    const reply = await client.write(recordCall(), { ...post, query: { a: 'x y', b: 2, c: null } });
    expect(reply).toMatchObject({ status: 201, body: { id: 1 } });
    const [request] = stub.requests;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/base/things',
      query: { a: 'x y', b: '2' },
      body: { size: 1 },
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: 'Bearer key-of-the-test',
        'user-agent': expect.stringMatching(/^phone-numbers-subgraph\/\d+\.\d+\.\d+/),
      },
    });
  });

  it('may carry a form', async () => {
    const { stub, client } = await setUp();
    stub.answer(fine);
    const { body: _body, ...request } = post;
    await client.write(recordCall(), { ...request, form: { Number: '+14155550123', Name: 'Tag & Nacht' } });
    expect(stub.requests).toMatchObject([
      {
        body: { Number: '+14155550123', Name: 'Tag & Nacht' },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ]);
  });

  it('without a body has no content type', async () => {
    const { stub, client } = await setUp();
    stub.answer(fine);
    await client.read(get);
    expect(stub.requests[0]?.headers).not.toHaveProperty('content-type');
  });

  it('follows no redirect and so takes its credentials nowhere else', async () => {
    const elsewhere = await startStubServer();
    onTestFinished(() => elsewhere.stop());
    const { stub, client } = await setUp();
    stub.answer({ status: 307, headers: { location: `${elsewhere.url}/things` }, json: {} });
    expect(await client.read(get)).toMatchObject({ status: 307 });
    expect(await client.write(recordCall(), post)).toMatchObject({ status: 307 });
    expect(stub.requests).toHaveLength(2);
    expect(elsewhere.requests).toHaveLength(0);
  });

  it('that changes something goes over a connection of its own, one that reads does not', async () => {
    const { stub, client } = await setUp();
    stub.answer(fine);
    await client.read(get);
    await client.write(recordCall(), post);
    await client.read(get);
    await client.write(recordCall(), post);
    const [read, write, readAgain, writeAgain] = stub.requests.map((each) => each.connection);
    expect(read).toBe(readAgain);
    expect(new Set([read, write, writeAgain])).toHaveProperty('size', 3);
  });
});

describe('an answer', () => {
  it('is read without NUL characters, which no database text can have', async () => {
    const { stub, client } = await setUp();
    stub.answer({ status: 200, json: { name: 'Front\u0000 desk', lines: ['\u0000'], path: 'C:\\u0000' } });
    expect((await client.read(get)).body).toEqual({ name: 'Front desk', lines: [''], path: 'C:\\u0000' });
  });

  it('of any status is handed on, with its body where that is JSON', async () => {
    const { stub, client } = await setUp();
    stub.answer(failing(422), { status: 404, text: '<html>' }, { status: 204, text: '' });
    expect(await client.write(recordCall(), post)).toMatchObject({
      status: 422,
      body: { error: 'trouble' },
    });
    expect(await client.write(recordCall(), post)).toMatchObject({ status: 404, body: undefined });
    expect(await client.write(recordCall(), post)).toMatchObject({ status: 204, body: undefined });
  });

  it('that says no in more than 64 KiB is handed on without its body', async () => {
    const { stub, client } = await setUp();
    stub.answer({ status: 422, json: 'x'.repeat(70_000) });
    expect(await client.write(recordCall(), post)).toMatchObject({ status: 422, body: undefined });
  });

  it('that says no counts as such even if its body breaks off', async () => {
    const { stub, client } = await setUp();
    stub.answer((response) => {
      response.writeHead(409, { 'content-length': '100' });
      response.write('{', () => resetConnection(response));
    });
    expect(await client.write(recordCall(), post)).toMatchObject({ status: 409, body: undefined });
  });

  it('that says yes and is no JSON is unreadable, and the error does not quote it', async () => {
    const { stub, client } = await setUp();
    // Of the second, V8 quotes what it stumbles over.
    for (const answer of [garbage, { text: 'hunter22 is the password', status: 200 }]) {
      stub.answer(answer);
      const error: unknown = await client.write(recordCall(), post).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind: 'unreadable' });
      expect(chainOf(error)).not.toContain('hunter22');
    }
  });

  it('that is larger than allowed is unreadable', async () => {
    const { stub, client } = await setUp({ maxBytes: 1_000 });
    stub.answer({ json: 'x'.repeat(2_000) });
    expect(await kindOf(client.write(recordCall(), post))).toBe('unreadable');
    stub.answer((response) => {
      response.writeHead(200);
      response.end(JSON.stringify('x'.repeat(2_000)));
    });
    expect(await kindOf(client.write(recordCall(), post))).toBe('unreadable');
  });
});

describe('what certainly never left', () => {
  it('is known where nothing listens', async () => {
    const { client } = await setUp({ baseUrl: await findDeadUrl() });
    expect(await kindOf(client.write(recordCall(), post))).toBe('not-sent');
    expect(await kindOf(client.read(get))).toBe('not-sent');
  });

  it('is known where the name means nothing', async () => {
    const { client } = await setUp({ baseUrl: 'http://nowhere.invalid' });
    expect(await kindOf(client.write(recordCall(), post))).toBe('not-sent');
  });

  it('is known where no secure connection comes about', async () => {
    const { stub, client } = await setUp({ timeoutMs: 1_000 });
    const secure = await setUp({ baseUrl: stub.url.replace('http:', 'https:'), timeoutMs: 1_000 });
    expect(await kindOf(secure.client.write(recordCall(), post))).toBe('not-sent');
    expect(stub.requests).toHaveLength(0);
    expect(client.health().failingSince).toBeNull();
  });

  it('is known where a secure connection is never answered', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const sockets = new Set<{ destroy(): void }>();
    silent.on('connection', (socket) => sockets.add(socket));
    onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { client } = await setUp({ baseUrl: `https://127.0.0.1:${port}`, timeoutMs: 200 });
    const startedAt = performance.now();
    expect(await kindOf(client.write(recordCall(), post))).toBe('not-sent');
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it('is known once the client is closed', async () => {
    const { client } = await setUp();
    await client.close();
    expect(await kindOf(client.write(recordCall(), post))).toBe('not-sent');
  });
});

function chainOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.message} ${JSON.stringify(error)} ${error.stack} ${chainOf(error.cause)}`;
}
