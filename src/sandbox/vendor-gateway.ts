import { type FaultBox, type OperationName, strike } from './faults.ts';
import { type Answer, type Call, type Delivery, deliverPlainly, Refusal } from './http.ts';
import type { Journal } from './journal.ts';
import { findRoute, type RoutedCall, type VendorApi, type VendorRoute } from './routes.ts';

type Parts = { readonly faults: FaultBox; readonly journal: Journal; readonly now: () => Date };

/** What happens to a call to one vendor's API: routing, the key, faults, the act itself, and the entry in the journal. */
export function createVendorGateway(api: VendorApi, { faults, journal, now }: Parts): (call: Call) => Delivery {
  return (call) => {
    const path = call.path.slice(api.basePath.length);
    const { operation, delivery } = answer(api, faults, { ...call, path });
    const status = delivery.kind === 'answer' ? delivery.answer.status : null;
    const { vendor } = api;
    journal.add({ vendor, operation, method: call.method, path, status, at: now().toISOString() });
    return delivery;
  };
}

function answer(api: VendorApi, faults: FaultBox, call: Call): { operation: OperationName | null; delivery: Delivery } {
  const found = findRoute(api.routes, call.method, call.path);
  if ('allowed' in found) {
    return { operation: null, delivery: deliverPlainly(missing(api, found.allowed)) };
  }
  const { route } = found;
  const operation = operationOf(route, call);
  if (!/^Bearer +\S/i.test(call.authorization)) {
    const unauthorized = api.problem(401, 'Not authenticated');
    const headers = { ...unauthorized.headers, 'www-authenticate': 'Bearer' };
    return { operation, delivery: deliverPlainly({ ...unauthorized, headers }) };
  }
  const act = () => run(route, { ...call, params: found.params });
  const fault = faults.take(api.vendor, operation);
  const problem = (status: number, message: string) => api.problem(status, message);
  return {
    operation,
    delivery: fault === null ? deliverPlainly(act()) : strike(fault, act, problem),
  };
}

function missing(api: VendorApi, allowed: string[]): Answer {
  if (allowed.length === 0) return api.problem(404, 'Not Found');
  const answer = api.problem(405, 'Method Not Allowed');
  return { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } };
}

function operationOf(route: VendorRoute, call: Call): OperationName {
  return typeof route.operation === 'string' ? route.operation : route.operation(call);
}

function run(route: VendorRoute, call: RoutedCall): Answer {
  try {
    return route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
