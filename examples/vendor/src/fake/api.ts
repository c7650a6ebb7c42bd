import { z } from 'phone-numbers-subgraph/vendor';
import {
  type AccountNumber,
  type Answer,
  type Call,
  type FakeAccount,
  type FakeApi,
  parseJson,
  Refusal,
  type RoutedCall,
} from 'phone-numbers-subgraph/vendor-fake';
import { type AccountState, assistants, type Line } from './state.ts';

const orderInput = z.object({
  country: z.string(),
  area: z.string().optional(),
  name: z.string().max(40).nullable(),
});
const changeInput = z.object({
  name: z.string().max(40).nullable().optional(),
  assistant: z.string().nullable().optional(),
});

/** The API of the fake Pickwick. It sells what comes first in its stock. */
export function createApi(account: FakeAccount<AccountState>): FakeApi {
  function find({ params }: RoutedCall): Line {
    const found = account.read().lines.find(({ line }) => line === params['line']);
    if (found === undefined) throw refuse(404, 'No such line');
    return found;
  }

  function order(call: Call): Answer {
    const { country, area = '', name } = readBody(orderInput, call);
    const [line] = account.findForSale({ country, prefix: area, contains: null, limit: 1 });
    if (line === undefined) throw refuse(422, 'No line is left there');
    account.change(({ lines }) => {
      lines.push({ line, name, assistant: null, since: account.now() });
      account.recordSale(line);
    });
    return { status: 201, body: { line } };
  }

  function change(call: RoutedCall): Answer {
    const input = readBody(changeInput, call);
    return account.change(() => {
      const line = find(call);
      if (input.name !== undefined) line.name = input.name;
      if (input.assistant !== undefined) line.assistant = input.assistant;
      return { status: 200, body: line };
    });
  }

  const remove = (id: string) =>
    account.change((state) => {
      state.lines = state.lines.filter(({ line }) => line !== id);
    });

  return {
    isAuthorized: (call) => call.header('x-pickwick-key') !== '',
    problem,
    numbers: () => account.read().lines.map(toAccountNumber),
    add({ number, agentId, label }) {
      const line = { line: number, name: label ?? null, assistant: agentId ?? null, since: account.now() };
      account.change(({ lines }) => lines.push(line));
      return toAccountNumber(line);
    },
    remove,
    routes: [
      { method: 'GET', path: '/lines', operation: 'list', handle: () => ok(account.read().lines) },
      { method: 'POST', path: '/lines', operation: 'purchase', handle: order },
      { method: 'GET', path: '/lines/:line', operation: 'get', handle: (call) => ok(find(call)) },
      { method: 'PATCH', path: '/lines/:line', operation: 'update', handle: change },
      {
        method: 'DELETE',
        path: '/lines/:line',
        operation: 'release',
        handle(call) {
          remove(find(call).line);
          return { status: 204 };
        },
      },
      { method: 'GET', path: '/assistants', operation: 'agents', handle: () => ok(assistants) },
    ],
  };
}

function toAccountNumber({ line, name, assistant }: Line): AccountNumber {
  return { id: line, number: line, kind: 'PSTN', agentId: assistant, label: name };
}

function readBody<Value>(schema: z.ZodType<Value>, call: Call): Value {
  const parsed = schema.safeParse(parseJson(call.body));
  if (!parsed.success) throw refuse(422, z.prettifyError(parsed.error));
  return parsed.data;
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function problem(status: number, message: string): Answer {
  return { status, body: { message } };
}

function refuse(status: number, message: string): Refusal {
  return new Refusal(problem(status, message));
}
