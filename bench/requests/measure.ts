import { isDeepStrictEqual } from 'node:util';
import { Pool } from 'undici';
import { type Contender, YOGA } from './contenders.ts';
import type { Workload } from './workloads.ts';

const IN_FLIGHT = 4;

/** Requests that are sent to one server over connections of its own. */
export type Caller = AsyncDisposable & {
  ask(body: string): Promise<string>;
};

export function openCaller({ url, path }: Pick<Contender, 'url' | 'path'>, connections = IN_FLIGHT): Caller {
  const pool = new Pool(url, { connections });
  return {
    async ask(body) {
      const answer = await pool.request({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body,
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} from ${url}: ${text.slice(0, 500)}`);
      return text;
    },
    [Symbol.asyncDispose]: () => pool.close(),
  };
}

/** Sends as many requests of a workload, some at a time. Throws where an answer is none of those that were checked. */
export async function sendRequests(
  { ask }: Caller,
  {
    bodies,
    count,
    expected,
  }: { readonly bodies: readonly string[]; readonly count: number; readonly expected: ReadonlySet<string> },
): Promise<void> {
  let sent = 0;
  const call = async () => {
    while (sent < count) {
      const body = bodies[sent % bodies.length] ?? '';
      sent += 1;
      if (!expected.has(await ask(body))) throw new Error('An answer differs from what was answered before.');
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, call));
}

/** Asks the same so often, since servers compile what comes again, and might answer it differently then. */
const REPEATS = 4;

/** All answers to a workload, of each of which the data is the same as from the others, byte for byte. */
export async function checkAnswers(
  workload: Workload,
  callers: ReadonlyMap<Contender, Caller>,
): Promise<Map<Contender, Set<string>>> {
  const answers = new Map([...callers.keys()].map((contender) => [contender, new Set<string>()]));
  const repeated = Array.from({ length: REPEATS }, () => workload.bodies).flat();
  const first = new Map<string, unknown>();
  for (const body of repeated) {
    for (const [contender, { ask }] of callers) {
      const answer = await ask(body);
      answers.get(contender)?.add(answer);
      const data = dataOf(answer);
      if (!first.has(body)) first.set(body, data);
      checkData({ contender, workload }, data, first.get(body));
    }
  }
  return answers;
}

function dataOf(answer: string): unknown {
  const { data, errors } = JSON.parse(answer);
  if (errors === undefined && data !== null && data !== undefined) return data;
  throw new Error(`An answer has errors: ${answer.slice(0, 500)}`);
}

type Answered = { readonly contender: Contender; readonly workload: Workload };

function checkData({ contender, workload }: Answered, data: unknown, first: unknown): void {
  // Members keep their order, so that these are the texts of the answers.
  const texts = [data, first].map((each) => JSON.stringify(each));
  const [text = '', other = ''] = texts;
  if (text === other) return;
  // What it compiles answers the members of some objects in another order than they are asked for.
  if (contender.name === YOGA && isDeepStrictEqual(data, first)) return;
  throw new Error(`${contender.name} answers ${workload.name} differently:\n${aroundDifference(text, other)}`);
}

function aroundDifference(one: string, other: string): string {
  const at = [...one].findIndex((character, index) => character !== other[index]);
  return [one, other].map((text) => text.slice(Math.max(at - 60, 0), at + 60)).join('\n');
}
