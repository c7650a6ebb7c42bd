import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents of the overview from its `queries.graphql`; the output is committed. */
const config: CodegenConfig = {
  schema: 'schema/published/phone-numbers.graphql',
  documents: 'src/web/overview/queries.graphql',
  generates: {
    'src/web/overview/generated/documents.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        // Documents as texts: the page needs no `graphql`.
        documentMode: 'string',
        useTypeImports: true,
        immutableTypes: true,
        scalars: {
          CountryCode: 'string',
          Date: 'string',
          DateTime: 'string',
          E164: 'string',
          IdempotencyKey: 'string',
          ID: 'string',
        },
      },
    },
  },
};

export default config;
