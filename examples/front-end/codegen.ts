import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents from `operations.graphql`; the output is committed. Paths start at the root of the repository. */
const config: CodegenConfig = {
  schema: 'schema/published/phone-numbers.graphql',
  documents: 'examples/front-end/operations.graphql',
  importExtension: '.ts',
  generates: {
    'examples/front-end/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
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
        },
      },
    },
  },
};

export default config;
