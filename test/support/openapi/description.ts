import { isMembers, listOf, type Members, membersOf } from './members.ts';

/** One operation of a description, with what the path and the whole document say of it. */
export type Operation = {
  /** Its `operationId`, or method and path where it has none. */
  readonly id: string;
  /** What stands in the path in place of its parameters, decoded. */
  readonly pathValues: Readonly<Record<string, string>>;
  readonly parameters: readonly Members[];
  readonly requestBody: Members | null;
  /** By status; `default` is for all others. */
  readonly responses: Members;
  /** Undefined where the description says nothing of credentials. */
  readonly security: unknown;
  readonly servers: readonly string[];
};

/** What a description says, by method and path. */
export type Description = {
  readonly operationIds: readonly string[];
  readonly schemas: Members;
  readonly securitySchemes: Members;
  /** The statuses that the file calls undocumented. */
  readonly undocumented: readonly unknown[];
  /** Whether `nullable` and the other words of OpenAPI 3.0 are meant, and not those of JSON Schema. */
  readonly isVersion30: boolean;
  find(method: string, path: string): Operation | null;
  /** What a reference refers to; the value itself where it is none. */
  follow(value: unknown): Members;
};

type Route = { readonly template: string; readonly pattern: RegExp; readonly names: readonly string[] };

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Reads an OpenAPI document of version 3.0 or 3.1. */
export function readDescription(document: unknown): Description {
  const root = membersOf(document);
  const version = String(root['openapi']);
  if (!/^3\.[01]\./.test(version)) throw new Error(`OpenAPI ${version} is not known here, only 3.0 and 3.1.`);
  const components = membersOf(root['components']);
  const paths = membersOf(root['paths']);
  // A path without parameters goes before one that would match too, as OpenAPI says.
  const routes = Object.keys(paths)
    .map(readTemplate)
    .sort((one, other) => one.names.length - other.names.length);

  function follow(value: unknown): Members {
    const reference = membersOf(value)['$ref'];
    if (typeof reference !== 'string') return membersOf(value);
    const found = pointedTo(root, reference);
    if (!isMembers(found)) throw new Error(`${reference} refers to nothing.`);
    return follow(found);
  }

  return {
    operationIds: Object.entries(paths).flatMap(([template, path]) =>
      methods
        .filter((method) => Object.hasOwn(follow(path), method))
        .map((method) => idOf(follow(path)[method], method, template)),
    ),
    schemas: membersOf(components['schemas']),
    securitySchemes: membersOf(components['securitySchemes']),
    undocumented: listOf(membersOf(root['x-undocumented-statuses'])['codes']),
    isVersion30: version.startsWith('3.0.'),
    find(method, path) {
      const route = routes.find(({ pattern }) => pattern.test(path));
      if (route === undefined) return null;
      const item = follow(paths[route.template]);
      const operation = item[method.toLowerCase()];
      if (!isMembers(operation)) return null;
      const values = route.pattern.exec(path)?.slice(1) ?? [];
      const servers = operation['servers'] ?? item['servers'] ?? root['servers'];
      return {
        id: idOf(operation, method, route.template),
        pathValues: Object.fromEntries(route.names.map((name, at) => [name, decode(values[at] ?? '')])),
        parameters: [...listOf(item['parameters']), ...listOf(operation['parameters'])].map(follow),
        requestBody: 'requestBody' in operation ? follow(operation['requestBody']) : null,
        responses: membersOf(operation['responses']),
        security: operation['security'] ?? root['security'],
        servers: listOf(servers).map((server) => String(membersOf(server)['url'])),
      };
    },
    follow,
  };
}

function idOf(operation: unknown, method: string, template: string): string {
  return String(membersOf(operation)['operationId'] ?? `${method.toUpperCase()} ${template}`);
}

function readTemplate(template: string): Route {
  const parts = template.split(/\{([^}]+)\}/);
  const pattern = parts.map((part, at) => (at % 2 === 1 ? '([^/]+)' : part.replaceAll(/[^\w/-]/g, '\\$&'))).join('');
  return { template, pattern: new RegExp(`^${pattern}$`), names: parts.filter((_, at) => at % 2 === 1) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function pointedTo(root: Members, reference: string): unknown {
  const [before, ...steps] = reference.split('/');
  if (before !== '#') throw new Error(`${reference} refers to another file.`);
  return steps
    .map((step) => decode(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((found, step) => (Array.isArray(found) ? found[Number(step)] : membersOf(found)[step]), root);
}
