import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { agentIdAt, vendorIdAt } from './numbers.ts';

/** A vendor with nothing but reads, made up as they are asked for. `/<size>/<delay>` is an account and how late it answers, in ms. */
const ROUTE = /^\/(?<size>\d+)\/(?<delay>\d+)\/phone_numbers(?:\/(?<id>[^/]+))?$/;
const PAGE_SIZE = 100;

const toNumber = (index: number) => ({
  id: vendorIdAt(index),
  number: `+1${4_155_550_000 + index}`,
  type: 'PSTN',
  agentId: agentIdAt(index),
});

function answer(size: number, { id, cursor }: { id: string | undefined; cursor: number }): object | null {
  if (id === undefined) {
    const to = Math.min(cursor + PAGE_SIZE, size);
    const data = Array.from({ length: to - cursor }, (_, index) => toNumber(cursor + index));
    return { data, cursor: to < size ? String(to) : '' };
  }
  const number = toNumber(Number(id.slice(-12)));
  return number.id === id ? number : null;
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://vendor');
  const { size, delay, id } = ROUTE.exec(pathname)?.groups ?? {};
  if (Number(delay) > 0) await sleep(Number(delay));
  const body =
    size === undefined ? null : answer(Number(size), { id, cursor: Number(searchParams.get('cursor') ?? 0) });
  response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}).listen(Number(process.argv[2]), '127.0.0.1');
