import type { ApolloServerOptions } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { RequestContext } from './context.ts';

type DocumentStore = NonNullable<ApolloServerOptions<RequestContext>['documentStore']>;

const MAX_BYTES = 30 * 1024 * 1024;
/** Of each, with what is remembered of it besides. */
const BYTES_OF_DOCUMENT = 20_000;
/** Of its token, and of what the parser makes of it. */
const BYTES_OF_TOKEN = 300;
const BYTES_OF_CHARACTER = 2;

/**
 * Keeps documents that were found valid, as long as they are few. Apollo Server's own store weighs them without the text that
 * they were read from, which they keep: of documents that are a remark of a megabyte it would keep 60,000.
 */
export function createDocumentStore(): DocumentStore {
  const documents = new LRUCache<string, DocumentNode>({ maxSize: MAX_BYTES, sizeCalculation: bytesOf });
  return {
    async get(key) {
      return documents.get(key);
    },
    async set(key, document) {
      documents.set(key, document);
    },
    async delete(key) {
      return documents.delete(key);
    },
  };
}

/** About how much memory a document takes. */
export function bytesOf({ loc }: DocumentNode): number {
  let bytes = BYTES_OF_DOCUMENT + (loc?.source.body.length ?? 0) * BYTES_OF_CHARACTER;
  for (let token = loc?.startToken; token; token = token.next ?? undefined) bytes += BYTES_OF_TOKEN;
  return bytes;
}
