import { createRequire } from 'node:module';
import graphqlPlugin from '@graphql-eslint/eslint-plugin';

// The plugin (4.4) still builds the schema from `{ typeDefs }`, a form that @apollo/subgraph gave up in 2.15.
const require = createRequire(import.meta.url);
const subgraph = require('@apollo/subgraph');
const loaded = require.cache[require.resolve('@apollo/subgraph')];
loaded.exports = { ...subgraph, buildSubgraphSchema: ({ typeDefs }) => subgraph.buildSubgraphSchema(typeDefs) };

/** Lints the SDL alone: TypeScript is Biome's. */
export default [
  {
    files: ['schema/*.graphql'],
    languageOptions: {
      parser: graphqlPlugin.parser,
      parserOptions: { graphQLConfig: { schema: 'schema/*.graphql' } },
    },
    plugins: { '@graphql-eslint': graphqlPlugin },
    rules: {
      '@graphql-eslint/known-directives': ['error', { ignoreClientDirectives: ['key', 'shareable', 'link'] }],
      '@graphql-eslint/known-type-names': 'error',
      '@graphql-eslint/no-typename-prefix': 'error',
      '@graphql-eslint/require-description': [
        'error',
        { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true },
      ],
      '@graphql-eslint/naming-convention': [
        'error',
        {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
        },
      ],
      '@graphql-eslint/unique-enum-value-names': 'error',
      '@graphql-eslint/require-deprecation-reason': 'error',
      '@graphql-eslint/no-unreachable-types': 'error',
    },
  },
];
