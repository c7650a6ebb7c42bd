import { defineConfig } from '@eddeee888/gcg-typescript-resolver-files';
import type { CodegenConfig } from '@graphql-codegen/cli';

/** Resolver types from `schema/*.graphql`; the output is committed, and CI fails on a difference. */
const config: CodegenConfig = {
  schema: 'schema/*.graphql',
  importExtension: '.ts',
  generates: {
    'src/graphql': defineConfig({
      mode: 'merged',
      resolverGeneration: 'minimal',
      resolverRelativeTargetDir: 'resolvers',
      resolverMainFile: 'generated/resolvers.ts',
      resolverTypesPath: 'generated/types.ts',
      typeDefsFilePath: 'generated/type-defs.ts',
      mergeSchema: false,
      scalarsModule: false,
      scalarsOverrides: {
        DateTime: { type: 'string' },
        CountryCode: { type: 'string' },
        E164: { type: 'string' },
        IdempotencyKey: { type: 'string' },
        ID: { type: { input: 'string', output: 'string' } },
      },
      typesPluginsConfig: {
        federation: true,
        contextType: '../context.ts#RequestContext',
        useTypeImports: true,
        inputMaybeValue: 'T | null | undefined',
        immutableTypes: true,
      },
      tsConfigFilePath: './tsconfig.json',
    }),
  },
};

export default config;
