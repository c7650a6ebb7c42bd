import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOverviewPage } from '../../../src/server/overview-page.ts';

describe('the files of the overview', () => {
  let directory: string;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'overview-'));
    await mkdir(join(directory, 'built', 'assets'), { recursive: true });
    await writeFile(
      join(directory, 'built', 'index.html'),
      '<html data-mode="{{mode}}" data-asks="{{asks}}" x="{{y}}">',
    );
    await writeFile(join(directory, 'built', 'assets', 'index-1a2b.js'), 'let here;');
    await writeFile(join(directory, 'built', 'licences.txt'), 'MIT');
    const facts = { mode: 'live', asksWhoCalls: true, hasGraphiql: true } as const;
    const page = createOverviewPage({ directory: join(directory, 'built'), ...facts });
    const unbuilt = createOverviewPage({ directory: join(directory, 'unbuilt'), ...facts });
    server = createServer(async (request, response) => {
      const chosen = request.headers['x-unbuilt'] ? unbuilt : page;
      if (request.url === '/') await chosen.show(request, response);
      else if (!(await chosen.handle(request, response))) response.end('for somebody else');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true });
  });

  it('say with the page itself whether purchases cost money, and whether it asks who calls', async () => {
    const response = await fetch(url);
    expect(await response.text()).toBe('<html data-mode="live" data-asks="yes" x="">');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'accept, accept-encoding',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  it('may load and ask nothing but this service, and have nothing inline', async () => {
    const directives = (await fetch(url)).headers.get('content-security-policy')?.split('; ') ?? [];
    expect(directives).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it('are kept by browsers for good, as their names change with their content', async () => {
    const response = await fetch(`${url}/overview/assets/index-1a2b.js`);
    expect(await response.text()).toBe('let here;');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await (await fetch(`${url}/overview/licences.txt`)).text()).toBe('MIT');
  });

  it('are read, and nothing else', async () => {
    expect((await fetch(`${url}/overview/assets/gone-1.js`)).status).toBe(404);
    expect((await fetch(`${url}/overview/index.html`)).status).toBe(404);
    const posted = await fetch(`${url}/overview/licences.txt`, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(await (await fetch(`${url}/overviewx`)).text()).toBe('for somebody else');
  });

  it('say how they are built where they are not', async () => {
    const response = await fetch(url, { headers: { 'x-unbuilt': 'yes' } });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build:overview');
  });
});
