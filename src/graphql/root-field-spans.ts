import type { GraphQLSchema } from 'graphql';
import type { Tracing } from '../telemetry/tracing.ts';

/**
 * Records each field of `Query` and `Mutation` that a request asks for; nothing below them, of which there are thousands.
 * What is compiled calls these resolvers too.
 */
export function traceRootFields(schema: GraphQLSchema, tracing: Tracing): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const { resolve } = field;
      if (!resolve) continue;
      const name = { name: `${type?.name} ${field.name}` };
      field.resolve = (source, args, context, info) =>
        tracing.inSpan(name, async () => resolve(source, args, context, info));
    }
  }
}
