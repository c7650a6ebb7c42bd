import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished } from 'vitest';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { openVendor, type VoiceVendor } from '../../src/vendors/open-vendor.ts';
import { createLogSink } from './log-sink.ts';
import { createOpenApiJudge, type OpenApiJudge } from './openapi.ts';
import { type ReceivedRequest, type StubServer, startStubServer } from './stub-server.ts';

/** What the tests of one adapter work with: a stub in the vendor's place, and the judge of what is sent to it. */
export type VendorHarness = {
  readonly stub: () => StubServer;
  /** What the stub answers from now on. */
  answer(json: unknown, status?: number): void;
  createVendor(): VoiceVendor;
  /** What was sent, found to be requests that the vendor describes; forgotten then. */
  takeRequests(): SentRequest[];
  /** The only request that was sent, found to be one the vendor describes. */
  onlyRequest(): SentRequest;
  /** A recorded body from the folder's `fixtures`. */
  fixture(name: string): unknown;
};

type SentRequest = Pick<ReceivedRequest, 'method' | 'path' | 'query' | 'body'>;

type Given = {
  readonly definition: VendorDefinition;
  /** The vendor's folder of tests, with its `openapi.yaml` and `fixtures`. */
  readonly folder: URL;
  /** Path of the API below the host. */
  readonly basePath: string;
  readonly settings: (baseUrl: string) => Readonly<Record<string, string>>;
  /** The headers that carry those settings. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly fixtures: readonly string[];
};

/** Sets it up for one test file. */
export function createVendorHarness(given: Given): VendorHarness {
  const { definition, folder, basePath, settings, credentials, fixtures } = given;
  let running: { stub: StubServer; judge: OpenApiJudge } | null = null;
  const bodies = new Map<string, unknown>();
  const started = () => {
    if (running === null) throw new Error('The stub runs during tests only.');
    return running;
  };
  beforeAll(async () => {
    running = { stub: await startStubServer(), judge: await createOpenApiJudge(new URL('openapi.yaml', folder)) };
    for (const name of fixtures) {
      bodies.set(name, JSON.parse(await readFile(new URL(`fixtures/${name}.json`, folder), 'utf8')));
    }
  });
  beforeEach(() => {
    started().stub.requests.length = 0;
  });
  afterAll(() => started().stub.stop());

  function judged(request: ReceivedRequest): SentRequest {
    const path = request.path.slice(basePath.length);
    expect(started().judge.request({ ...request, path })).toEqual([]);
    expect(request.headers).toMatchObject(credentials);
    const { method, query, body } = request;
    return { method, path, query, body };
  }

  return {
    stub: () => started().stub,
    answer: (json, status = 200) => started().stub.answer({ status, json }),
    createVendor() {
      const baseUrl = `${started().stub.url}${basePath}`;
      const { logger } = createLogSink();
      const parsed = definition.settings.parse(settings(baseUrl));
      const vendor = openVendor(definition, parsed, { timeoutMs: 1_000, logger });
      onTestFinished(() => vendor.close());
      return vendor;
    },
    takeRequests() {
      return started().stub.requests.splice(0).map(judged);
    },
    onlyRequest() {
      const { requests } = started().stub;
      expect(requests).toHaveLength(1);
      const [request] = requests;
      if (request === undefined) throw new Error('Nothing was sent.');
      return judged(request);
    },
    fixture(name) {
      if (!bodies.has(name)) throw new Error(`No fixture ${name}.`);
      return bodies.get(name);
    },
  };
}
