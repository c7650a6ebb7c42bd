import type { FakeApi } from '../vendors/fake-kit/fake-vendor.ts';
import { type Answer, type Call, Refusal } from '../vendors/fake-kit/http.ts';
import type { FakeRoute, OperationName, RoutedCall } from '../vendors/fake-kit/routes.ts';
import { type FaultBox, strike } from './faults.ts';
import type { HostedVendor } from './hosted-vendor.ts';
import { type Delivery, deliverPlainly } from './http.ts';
import type { Journal } from './journal.ts';
import { createLiar, type Liar } from './liar.ts';
import { findRoute } from './routes.ts';

type Parts = { readonly faults: FaultBox; readonly journal: Journal; readonly now: () => Date };

/**
 * What happens to a call to one vendor's API, with its path relative to that: routing, the key, faults, the act itself,
 * and the entry in the journal.
 */
export function createVendorGateway(vendor: HostedVendor, { faults, journal, now }: Parts): (call: Call) => Delivery {
  const liar = createLiar(vendor, now);
  return (call) => {
    const { operation, delivery } = answer(vendor, { faults, liar }, liar.understand(call));
    const status = delivery.kind === 'answer' ? delivery.answer.status : null;
    const { method, path } = call;
    journal.add({ vendor: vendor.name, operation, method, path, status, at: now().toISOString() });
    return delivery;
  };
}

function answer(
  { name, api }: HostedVendor,
  { faults, liar }: { faults: FaultBox; liar: Liar },
  call: Call,
): { operation: OperationName | null; delivery: Delivery } {
  const found = findRoute(api.routes, call.method, call.path);
  if ('allowed' in found) {
    return { operation: null, delivery: deliverPlainly(missing(api, found.allowed)) };
  }
  const { route } = found;
  const operation = operationOf(route, call);
  if (!api.isAuthorized(call)) return { operation, delivery: deliverPlainly(api.problem(401, 'Not authenticated')) };
  const lies = faults.takeLies(name, operation);
  const act = () => liar.answer({ lies, operation }, () => run(route, { ...call, params: found.params }));
  const fault = faults.take(name, operation);
  const problem = (status: number, message: string) => api.problem(status, message);
  return {
    operation,
    delivery: fault === null ? deliverPlainly(act()) : strike(fault, act, problem),
  };
}

function missing(api: FakeApi, allowed: string[]): Answer {
  if (allowed.length === 0) return api.problem(404, 'Not Found');
  const answer = api.problem(405, 'Method Not Allowed');
  return { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } };
}

function operationOf(route: FakeRoute, call: Call): OperationName {
  return typeof route.operation === 'string' ? route.operation : route.operation(call);
}

function run(route: FakeRoute, call: RoutedCall): Answer {
  try {
    return route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
