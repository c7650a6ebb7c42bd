import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished } from 'vitest';
import type { VoiceVendor } from '../../src/vendors/vendor.ts';
import { createLogSink } from './log-sink.ts';
import { createOpenApiJudge, type OpenApiJudge } from './openapi.ts';
import { type ReceivedRequest, type StubServer, startStubServer } from './stub-server.ts';

type Settings = { apiKey: string; baseUrl: string; timeoutMs: number; logger: Logger };

/** What the tests of one adapter work with: a stub in the vendor's place, and the judge of what is sent to it. */
export type VendorBench = {
  readonly stub: () => StubServer;
  /** What the stub answers from now on. */
  answer(json: unknown, status?: number): void;
  createVendor(): VoiceVendor;
  /** The only request that was sent, found to be one the vendor describes. */
  onlyRequest(): Pick<ReceivedRequest, 'method' | 'path' | 'query' | 'body'>;
  /** A recorded body from `test/fixtures`. */
  fixture(name: string): unknown;
};

type Given = {
  readonly folder: 'oneinbox' | 'vogent';
  readonly create: (settings: Settings) => VoiceVendor;
  readonly basePath: string;
  readonly fixtures: readonly string[];
};

/** Sets it up for one test file. */
export function createVendorBench({ folder, create, basePath, fixtures }: Given): VendorBench {
  let running: { stub: StubServer; judge: OpenApiJudge } | null = null;
  const bodies = new Map<string, unknown>();
  const started = () => {
    if (running === null) throw new Error('The stub runs during tests only.');
    return running;
  };
  beforeAll(async () => {
    running = { stub: await startStubServer(), judge: await createOpenApiJudge(folder) };
    for (const name of fixtures) {
      const file = new URL(`../vendors/${folder}/fixtures/${name}.json`, import.meta.url);
      bodies.set(name, JSON.parse(await readFile(file, 'utf8')));
    }
  });
  beforeEach(() => {
    started().stub.requests.length = 0;
  });
  afterAll(() => started().stub.stop());

  return {
    stub: () => started().stub,
    answer: (json, status = 200) => started().stub.answer({ status, json }),
    createVendor() {
      const baseUrl = `${started().stub.url}${basePath}`;
      const { logger } = createLogSink();
      const vendor = create({ apiKey: 'key-of-the-test', baseUrl, timeoutMs: 1_000, logger });
      onTestFinished(() => vendor.close());
      return vendor;
    },
    onlyRequest() {
      const { stub, judge } = started();
      expect(stub.requests).toHaveLength(1);
      const [request] = stub.requests;
      if (request === undefined) throw new Error('Nothing was sent.');
      const path = request.path.slice(basePath.length);
      expect(judge.request({ ...request, path })).toEqual([]);
      expect(request.headers).toMatchObject({ authorization: 'Bearer key-of-the-test' });
      const { method, query, body } = request;
      return { method, path, query, body };
    },
    fixture(name) {
      if (!bodies.has(name)) throw new Error(`No fixture ${name}.`);
      return bodies.get(name);
    },
  };
}
