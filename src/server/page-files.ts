import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { encodingFor, endWith } from './compression.ts';

/** What a request for a part of a page is answered with. */
export type PageAnswer = {
  readonly status?: number;
  readonly type: string;
  readonly cache: string;
  readonly encoding?: 'gzip';
  readonly body: Buffer | string;
};

/** The files that the build of one page has written. Read at each request: a new build needs no restart. */
export type PageFiles = {
  /** A file by its name; null where there is none. It is asked for anew at each visit, and sent if it has changed. */
  read(name: string, type: keyof typeof contentTypes): Promise<PageAnswer | null>;
  /** What a path below `assets/` leads to; null where the path is another, or there is no such file. */
  asset(path: string, request: IncomingMessage): Promise<PageAnswer | null>;
};

type Place = {
  /** Under which the page finds its files, e.g. `/graphiql`. */
  readonly base: string;
  /** Where the build wrote to. */
  readonly directory: string;
};

const contentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
} as const;
const typesOfAssets: ReadonlyMap<string, string> = new Map(Object.entries(contentTypes));

// Word characters between the dots, so that no `..` and no separator can name a file elsewhere.
const ASSET_NAME = /^\/assets\/([\w-]+(?:\.[\w-]+)+)$/;
const ONE_YEAR_SECONDS = 31_536_000;
const FOREVER = `public, max-age=${ONE_YEAR_SECONDS}, immutable`;

/** Reads what one page is made of. */
export function createPageFiles({ base, directory }: Place): PageFiles {
  return {
    async read(name, type) {
      const body = await readIfThere(join(directory, name));
      return body && { type: contentTypes[type], cache: 'no-cache', body };
    },
    async asset(path, request) {
      const [, name] = (path.startsWith(base) && ASSET_NAME.exec(path.slice(base.length))) || [];
      const type = typesOfAssets.get(extname(name ?? ''));
      if (name === undefined || type === undefined) return null;
      const file = join(directory, 'assets', name);
      const compressed = encodingFor(request, ['gzip']) === null ? null : await readIfThere(`${file}.gz`);
      if (compressed) return { type, cache: FOREVER, encoding: 'gzip', body: compressed };
      const body = await readIfThere(file);
      return body && { type, cache: FOREVER, body };
    },
  };
}

/** A sentence in place of a file. */
export function refusal(status: number, body: string): PageAnswer {
  return { status, type: contentTypes['.txt'], cache: 'no-store', body: `${body}\n` };
}

/** Whether a request asks for a file: nothing else is answered. */
export function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

type Sending = {
  readonly answer: PageAnswer;
  /** What the page may load and whom it may talk to, by the directives of the policy. */
  readonly policy: readonly string[];
};

/** Sends it with headers that keep the page from talking to any other host. */
export async function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, policy }: Sending,
): Promise<void> {
  response.statusCode = answer.status ?? 200;
  response.setHeader('content-security-policy', policy.join('; '));
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-type', answer.type);
  response.setHeader('cache-control', answer.cache);
  if (answer.status === 405) response.setHeader('allow', 'GET, HEAD');
  await endWith(request, response, answer);
}

/** There is none, and there can be none by a name of more than 255 characters. */
const noSuchFile = new Set<unknown>(['ENOENT', 'ENAMETOOLONG']);

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && noSuchFile.has(error.code)) return null;
    throw error;
  }
}
