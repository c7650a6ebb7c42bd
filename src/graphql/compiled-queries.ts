import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { type ExecutionResult, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { countCompiled } from './compilable.ts';
import type { RequestContext } from './context.ts';
import { bytesOf } from './document-store.ts';

/** Of all programs that are kept, with their documents: of 200 like that for a list of numbers. */
const MAX_FIELDS = 25_000;
/** Of its code. A program keeps its document too, which weighs as much as that many fields. */
const BYTES_OF_FIELD = 1_000;

/** No use makes it large enough. */
const NEVER = Number.NEGATIVE_INFINITY;

type Program = (
  root: undefined,
  context: RequestContext,
  variables: Record<string, unknown>,
) => Promise<ExecutionResult> | ExecutionResult;

/**
 * Executes queries that come again, from their use `atUse` on, by code that is compiled for them, in a third of the time. It
 * answers what goes well, and nothing else: any error is made by graphql-js, which executes the query once more.
 */
export function compileQueries(atUse: number): ApolloServerPlugin<RequestContext> {
  const uses = new WeakMap<OperationDefinitionNode, number>();
  const programs = new LRUCache<OperationDefinitionNode, Program>({ maxSize: MAX_FIELDS });
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ schema, document, operation, operationName, request, contextValue }) {
          // A document may lack the operation that is asked for, whatever the type says.
          if (operation?.operation !== OperationTypeNode.QUERY) return null;
          let program = programs.get(operation);
          if (!program) {
            const use = (uses.get(operation) ?? 0) + 1;
            uses.set(operation, use);
            if (use < atUse) return null;
            const fields = countCompiled(operation, { schema, document });
            if (fields === null) {
              uses.set(operation, NEVER);
              return null;
            }
            const { compileQuery, isCompiledQuery } = await import('graphql-jit');
            const compiled = compileQuery(schema, document, operationName ?? '', OPTIONS);
            if (!isCompiledQuery(compiled)) return null;
            program = compiled.query;
            programs.set(operation, program, { size: fields + Math.ceil(bytesOf(document) / BYTES_OF_FIELD) });
          }
          const { data, errors } = await program(undefined, contextValue, request.variables ?? {});
          if (errors || !data) return null;
          return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: { data } } };
        },
      };
    },
  };
}

const OPTIONS = {
  // Our own values are what the schema says, as far as its built-in scalars and enums go.
  disableLeafSerialization: true,
  // An error is only looked at whether it is there.
  disablingCapturingStackErrors: true,
};
