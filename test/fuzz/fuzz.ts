import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { createSchema } from '../../src/graphql/schema.ts';
import { operationNames } from '../../src/vendors/fake-kit/routes.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { type MisledApp, startMisledApp } from '../support/misleading/misled-app.ts';
import { type GraphqlRequest, type Known, requestsFor } from './documents.ts';
import { lies } from './hostile-vendor.ts';
import { type RawRequest, rawRequests } from './raw-requests.ts';

const ANSWERS_WITHIN_MS = 60_000;
const BATCH = 250;
const MAX_SHOWN = 2_000;

/** What went wrong, and what was sent. */
export type Failure = { readonly what: string; readonly sent: string };

export type FuzzReport = {
  readonly cases: number;
  readonly failures: readonly Failure[];
  readonly statuses: ReadonlyMap<number, number>;
  /** What is in use of the heap, which is that of the service too, in MB: after the first tenth, and at the end. */
  readonly memory: { readonly early: number; readonly late: number };
};

type Run = { readonly cases: number; readonly seed: number; readonly minutes: number };

/** Sends requests that nobody should send to a service whose vendors are honest, and then to one whose are not. */
export async function runFuzz({ cases, seed, minutes }: Run): Promise<FuzzReport> {
  const endsAt = performance.now() + minutes * 60_000;
  const misled = await startMisledApp({ vendorTimeoutMs: 500, recoveryIntervalSeconds: 1 });
  const failures: Failure[] = [];
  const statuses = new Map<number, number>();
  const memory = { early: 0, late: 0 };
  let done = 0;
  try {
    const known = await learn(misled);
    const schema = createSchema(builtInVendors);
    const kinds = { graphql: requestsFor(schema, known), raw: rawRequests, lie: lies };
    for (let batch = 0; done < cases && performance.now() < endsAt; batch += 1) {
      const given = { seed: seed + batch, numRuns: Math.min(BATCH, cases - done) };
      const requests = fc.sample(
        fc.oneof<fc.Arbitrary<GraphqlRequest | RawRequest>[]>(kinds.graphql, kinds.graphql, kinds.raw),
        given,
      );
      const honest = done < cases / 2 ? [] : mislead(misled, fc.sample(kinds.lie, { ...given, numRuns: 30 }));
      for (const request of requests) {
        const found = await send(misled, request);
        statuses.set(found.status, (statuses.get(found.status) ?? 0) + 1);
        for (const what of found.wrong) failures.push({ what, sent: show(request) });
        done += 1;
        if (done === Math.ceil(cases / 10)) memory.early = megabytes();
      }
      for (const end of honest) end();
      misled.way.forget();
    }
    memory.late = megabytes();
  } finally {
    await misled.stop();
  }
  return { cases: done, failures, statuses, memory };
}

/** Ids and cursors that the service gives out: without them, nothing is ever found. */
async function learn({ app }: MisledApp): Promise<Known> {
  const { data } = await app.graphql(`{
    phoneNumbers(maxAge: 0, first: 50) { edges { cursor node { ... on PhoneNumberRecord { id agent { id } } } } }
  }`);
  const edges: { cursor: string; node: { id: string; agent: { id: string } | null } }[] = data.phoneNumbers.edges;
  return {
    ids: edges.map(({ node }) => node.id),
    agentIds: ['asst_sam', ...edges.flatMap(({ node }) => node.agent?.id ?? [])],
    cursors: edges.map(({ cursor }) => cursor),
  };
}

/** Puts lies on the way to every vendor; each is told until the functions that come back are called. */
function mislead({ way }: MisledApp, told: Parameters<MisledApp['way']['on']>[2][]): (() => void)[] {
  const places = builtInVendors.flatMap(({ name }) => operationNames.map((operation) => ({ name, operation })));
  return places.flatMap(({ name, operation }, index) => {
    const lie = told[index];
    return lie ? [way.on(name, operation, lie)] : [];
  });
}

type Found = { readonly status: number; readonly wrong: readonly string[] };

async function send({ app }: MisledApp, request: GraphqlRequest | RawRequest): Promise<Found> {
  const before = app.logLines.length;
  const answer =
    'bytes' in request ? await sendRaw(app.url, request.bytes) : await sendGraphql(app.url, textOf(request));
  const logged = app.logLines.splice(0).slice(before).filter(isError);
  const wrong = [
    ...(answer.status >= 500 ? [`HTTP ${answer.status}`] : []),
    ...(answer.status === 0 ? ['no answer'] : []),
    ...(answer.text.includes('INTERNAL_SERVER_ERROR') ? ['INTERNAL_SERVER_ERROR'] : []),
    ...logged.map((line) => `logged: ${line.slice(0, 600)}`),
  ];
  return { status: answer.status, wrong };
}

function isError(line: string): boolean {
  return /"level":"(error|fatal)"/.test(line);
}

type Answered = { readonly status: number; readonly text: string };

/** Long texts in long lists may be more than a string can hold: then nobody could send it either, and something else is sent. */
function textOf(request: GraphqlRequest): string {
  try {
    return JSON.stringify(request);
  } catch {
    return '{}';
  }
}

async function sendGraphql(url: string, body: string): Promise<Answered> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: '' };
  }
}

/** One that is no HTTP may be left without an answer; a status of 1 says that the connection was ended. */
async function sendRaw(url: string, bytes: Buffer): Promise<Answered> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()).once('error', () => undefined));
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
    // Whoever says that more comes than does is not waited for.
    if (/\r\n\r\n/.test(text)) socket.end();
  });
  socket.write(bytes);
  await Promise.race([ended, sleep(1_000, undefined, { ref: false })]);
  socket.destroy();
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 1), text };
}

function show(request: GraphqlRequest | RawRequest): string {
  const text = 'bytes' in request ? request.bytes.toString('latin1') : textOf(request);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)} … (${text.length})` : text;
}

function megabytes(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20);
}
