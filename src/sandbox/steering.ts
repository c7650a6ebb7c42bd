import { z } from 'zod';
import { type Answer, type Call, Refusal } from '../vendors/fake-kit/http.ts';
import type { Route } from '../vendors/fake-kit/routes.ts';
import { check, numberInput, refuse, type SandboxControl } from './control.ts';
import { faultInput } from './faults.ts';
import { findRoute } from './routes.ts';

/** Path that everything about steering lives under. */
export const STEERING_PATH = '/sandbox';

const sellInput = z.strictObject({ vendor: z.string(), number: z.string() });
const stockInput = z.strictObject({ perAreaCode: z.number() });

/**
 * The control over HTTP, for people with curl and for processes other than the sandbox's own. `explain` gives the help
 * page for the URL that it was asked under.
 */
export function createSteering(control: SandboxControl, explain: (url: string) => string): (call: Call) => Answer {
  const done: Answer = { status: 204 };
  const routes: readonly Route[] = [
    { method: 'GET', path: '', handle: (call) => ({ status: 200, text: explain(urlOf(call)) }) },
    { method: 'GET', path: '/state', handle: () => ({ status: 200, body: stateOf(control) }) },
    {
      method: 'GET',
      path: '/calls',
      handle: () => ({ status: 200, body: { calls: control.calls() } }),
    },
    {
      method: 'DELETE',
      path: '/calls',
      handle() {
        control.clearCalls();
        return done;
      },
    },
    {
      method: 'GET',
      path: '/faults',
      handle: () => ({ status: 200, body: { faults: control.faults() } }),
    },
    {
      method: 'POST',
      path: '/faults',
      handle(call) {
        control.addFault(readJson(faultInput, call));
        return { status: 201, body: { faults: control.faults() } };
      },
    },
    {
      method: 'DELETE',
      path: '/faults',
      handle() {
        control.clearFaults();
        return done;
      },
    },
    {
      method: 'POST',
      path: '/sell',
      handle(call) {
        const sold = readJson(sellInput, call);
        control.sell(sold.vendor, sold.number);
        return done;
      },
    },
    {
      method: 'POST',
      path: '/stock',
      handle(call) {
        control.setStock(readJson(stockInput, call).perAreaCode);
        return done;
      },
    },
    {
      method: 'POST',
      path: '/numbers',
      handle: (call) => ({ status: 201, body: control.addNumber(readJson(numberInput, call)) }),
    },
    {
      method: 'DELETE',
      path: '/numbers/:vendor/:id',
      handle({ params }) {
        control.removeNumber(params['vendor'] ?? '', params['id'] ?? '');
        return done;
      },
    },
    {
      method: 'POST',
      path: '/reset',
      handle() {
        control.reset();
        return done;
      },
    },
  ];

  return (call) => {
    const path = call.path.slice(STEERING_PATH.length).replace(/\/$/, '');
    const found = findRoute(routes, call.method, path);
    try {
      if ('route' in found) return found.route.handle({ ...call, path, params: found.params });
      throw refuse(found.allowed.length > 0 ? 405 : 404, `See GET ${STEERING_PATH} for what there is.`);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  };
}

/** As the caller knows this server, which may be another address than the one it listens on. */
function urlOf(call: Call): string {
  return `http://${call.header('host')}`;
}

function readJson<Value>(schema: z.ZodType<Value>, call: Call): Value {
  // A page of another site can send any other type without asking first.
  if (!/^application\/json\b/i.test(call.header('content-type')))
    throw refuse(415, 'The body must be application/json.');
  let value: unknown;
  try {
    value = JSON.parse(call.body);
  } catch {
    throw refuse(400, 'The body is not JSON.');
  }
  return check(schema, value);
}

function stateOf(control: SandboxControl) {
  const accounts = control.vendors().map((name) => [name, control.numbers(name)] as const);
  const numbers = Object.fromEntries(accounts);
  const counts = Object.fromEntries(accounts.map(([name, ofAccount]) => [name, ofAccount.length]));
  const sales = control.sales();
  const timesSold: Record<string, number> = {};
  for (const { number } of sales) timesSold[number] = (timesSold[number] ?? 0) + 1;
  return { perAreaCode: control.stock(), counts, numbers, sales, timesSold };
}
