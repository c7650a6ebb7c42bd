import type { Route } from '../vendors/fake-kit/routes.ts';

/** The route for a method and path, or the methods that the path would take: none means that there is no such path. */
export function findRoute<Kind extends Route>(
  routes: readonly Kind[],
  method: string,
  path: string,
): { route: Kind; params: Record<string, string> } | { allowed: string[] } {
  const allowed: string[] = [];
  for (const route of routes) {
    const found = toPattern(route.path).exec(path);
    if (found === null) continue;
    const params = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decode(value)]);
    if (route.method === method) return { route, params: Object.fromEntries(params) };
    allowed.push(route.method);
  }
  return { allowed };
}

// Not `URLPattern`: it rewrites a path before it matches, so `/numbers/..` would become another one.
function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
