import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

// The plugin (4.4) takes a schema for one of a subgraph only where it has no description, and builds it in a form that
// @apollo/subgraph gave up in 2.15.
const require = createRequire(import.meta.url);
const graphqlPlugin = require('@graphql-eslint/eslint-plugin');
const files = globSync('schema/*.graphql').map((file) => readFileSync(file, 'utf8'));
const schema = buildSubgraphSchema(parse(files.join('\n')));
require('@graphql-eslint/eslint-plugin/schema').getSchema = () => schema;

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
      '@graphql-eslint/known-directives': [
        'error',
        {
          ignoreClientDirectives: [
            'key',
            'shareable',
            'tag',
            'link',
            'cost',
            'listSize',
            'cacheControl',
            'composeDirective',
          ],
        },
      ],
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
