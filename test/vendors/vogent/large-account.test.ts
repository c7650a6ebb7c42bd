import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, sendGraphql } from '../../support/test-app.ts';
import { createInstance, type Instance } from '../../torture/instance.ts';

/** More than a statement of PostgreSQL has parameters (65,535), and most of the pages that the service reads of a list. */
const LARGE = 70_000;
const PAGE_SIZE = 100;
/** What the service may keep in mind, in MiB; a quarter of it is in use when it idles. */
const HEAP_MIB = 128;

/** An account of as many numbers as `size` says, made up as they are asked for. */
function startAccount(size: () => number): Promise<Server> {
  const server = createServer((request, response) => {
    const from = Number(new URL(request.url ?? '', 'http://stub').searchParams.get('cursor') ?? 0);
    const to = Math.min(from + PAGE_SIZE, size());
    const data = Array.from({ length: to - from }, (_, index) => ({
      id: `number-${from + index}`,
      number: `+1${2_125_550_000 + from + index}`,
      type: 'PSTN',
      agentId: `agent-${(from + index) % 1_000}`,
    }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data, cursor: to < size() ? String(to) : '' }));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

let size: number;
let account: Server;
let dataDir: string;
let service: Instance;
beforeEach(async () => {
  size = 3;
  account = await startAccount(() => size);
  const address = account.address();
  if (address === null || typeof address === 'string') throw new Error('The account has no port.');
  dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  service = createInstance(() => ({
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}`,
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'info',
    MAX_AGE_SECONDS: '1',
    VOGENT_API_KEY: 'key-of-the-test',
    VOGENT_BASE_URL: `http://127.0.0.1:${address.port}/api`,
  }));
  await service.start();
});
afterEach(async () => {
  await service.stop();
  account.closeAllConnections();
  account.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const ask = (query: string, variables: object = {}): Promise<Answer> =>
  sendGraphql(service.url() ?? '', { query, variables });

const pageQuery = `query ($after: String) {
  phoneNumbers(first: 50, after: $after, orderBy: ADDRESS_ASC) {
    totalCount pageInfo { endCursor } nodes { ... on PhoneNumberRecord { id } } outages { vendor }
  }
}`;

describe('an account of seventy thousand numbers', () => {
  it('is taken in by a service with little memory, which answers reads meanwhile', async () => {
    const before = (await ask(pageQuery)).data.phoneNumbers;
    expect(before.totalCount).toBe(3);

    size = LARGE;
    let reads = 0;
    let after: string | null = null;
    for (let total = 0; total < LARGE; reads += 1) {
      const { data, errors } = await ask(pageQuery, { after });
      expect(errors).toBeUndefined();
      expect(data.phoneNumbers.outages).toEqual([]);
      expect(data.phoneNumbers.totalCount).toBeGreaterThanOrEqual(total);
      total = data.phoneNumbers.totalCount;
      after = data.phoneNumbers.pageInfo.endCursor;
      await sleep(20);
    }
    expect(reads).toBeGreaterThan(10);
  }, 120_000);
});
