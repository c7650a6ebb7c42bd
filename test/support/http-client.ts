import { expect, onTestFinished } from 'vitest';
import {
  createHttpClient,
  type HttpClient,
  type HttpClientSettings,
  type HttpLookup,
  type HttpRequest,
} from '../../src/vendors/http/client.ts';
import { HttpError, type HttpErrorKind } from '../../src/vendors/http/http-error.ts';
import { createLogSink } from './log-sink.ts';
import { resetConnection, type StubAnswer, type StubServer, startStubServer } from './stub-server.ts';
import { recordCall } from './vendor-calls.ts';

/** A request that reads, and one that changes something. */
export const get = { operation: 'getThing', method: 'GET', path: '/things/1' } as const satisfies HttpLookup;
export const post: HttpRequest = {
  operation: 'makeThing',
  method: 'POST',
  path: '/things',
  body: { size: 1 },
};

/** Ways to answer. */
export const fine: StubAnswer = { json: { fine: true } };
export const hang: StubAnswer = () => {};
export const reset: StubAnswer = (response) => resetConnection(response);
export const garbage: StubAnswer = { text: '{"password":"hunter22', status: 200 };
export const halfBody: StubAnswer = (response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('{"half":', () => resetConnection(response));
};
export const failing = (status: number, headers: Record<string, string> = {}): StubAnswer => ({
  status,
  headers,
  json: { error: 'trouble' },
});

/** A client of a stub server, both gone when the test is over. */
export async function setUp(settings: Partial<HttpClientSettings> = {}) {
  const stub = await startStubServer();
  const log = createLogSink();
  const client = createHttpClient({
    baseUrl: `${stub.url}/base/`,
    headers: async () => ({ authorization: 'Bearer key-of-the-test' }),
    timeoutMs: 2_000,
    logger: log.logger,
    vendor: 'ACME',
    title: 'Acme',
    ...settings,
  });
  onTestFinished(async () => {
    await Promise.all([client.close(), stub.stop()]);
  });
  return { stub, log, client };
}

/** How a call ended. */
export async function kindOf(call: Promise<unknown>): Promise<HttpErrorKind | 'answered'> {
  try {
    await call;
    return 'answered';
  } catch (error) {
    expect(error).toBeInstanceOf(HttpError);
    return error instanceof HttpError ? error.kind : 'no-answer';
  }
}

/** Fails as often as it takes for the breaker to open. */
export async function openBreaker(stub: StubServer, client: HttpClient): Promise<void> {
  stub.answer(failing(500));
  for (let call = 0; call < 5; call += 1) await client.write(recordCall(), post);
}
