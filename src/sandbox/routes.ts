import type { VendorName } from '../domain/phone-number.ts';
import type { OperationName } from './faults.ts';
import type { Answer, Call } from './http.ts';

/** A call that found its route, with the named parts of its path. */
export type RoutedCall = Call & { readonly params: Readonly<Record<string, string>> };

/** One method on one path; `path` names its variable parts as in `/numbers/:id`. */
export type Route = {
  readonly method: string;
  readonly path: string;
  handle(call: RoutedCall): Answer;
};

/** A route of a vendor's API, with the name that faults and the journal know it by. */
export type VendorRoute = Route & {
  readonly operation: OperationName | ((call: Call) => OperationName);
};

/** A fake vendor: its routes, and how it words what goes wrong. */
export type VendorApi = {
  readonly vendor: VendorName;
  /** Path the API lives under, without a slash at the end. */
  readonly basePath: string;
  readonly routes: readonly VendorRoute[];
  /** An error in the vendor's own shape. */
  problem(status: number, message: string): Answer;
};

/** The route for a method and path, or the methods that the path would take: none means that there is no such path. */
export function findRoute<Kind extends Route>(
  routes: readonly Kind[],
  method: string,
  path: string,
): { route: Kind; params: Record<string, string> } | { allowed: string[] } {
  const allowed: string[] = [];
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (params === null) continue;
    if (route.method === method) return { route, params };
    allowed.push(route.method);
  }
  return { allowed };
}

function matchPath(template: string, path: string): Record<string, string> | null {
  const expected = template.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = given[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return null;
    } else if (value === '') {
      return null;
    } else {
      params[part.slice(1)] = decode(value);
    }
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
