import { defineConfig } from '@eddeee888/gcg-typescript-resolver-files';
import type { CodegenConfig } from '@graphql-codegen/cli';

/** Resolver types from `schema/*.graphql`; the output is committed, and CI fails on a difference. */
const config: CodegenConfig = {
  schema: 'schema/*.graphql',
  importExtension: '.ts',
  generates: {
    'src/graphql': defineConfig({
      mode: 'merged',
      // Fields of objects are generated only where their types do not fit.
      resolverGeneration: {
        query: '*',
        mutation: '*',
        subscription: '*',
        scalar: '*',
        object: '',
        union: '*',
        interface: '*',
        enum: '',
      },
      resolverRelativeTargetDir: 'resolvers',
      resolverMainFile: 'generated/resolvers.ts',
      resolverTypesPath: 'generated/types.ts',
      typeDefsFilePath: 'generated/type-defs.ts',
      mergeSchema: false,
      scalarsModule: false,
      scalarsOverrides: {
        Date: { type: 'string' },
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
        // Records are told apart by their kind, which `__resolveType` reads: they know no GraphQL.
        resolversNonOptionalTypename: false,
        // Vendors can be given at start, so that their names are no fixed list.
        mappers: { NumberVendor: '../../domain/phone-number.ts#VendorName' },
      },
      tsConfigFilePath: './tsconfig.json',
    }),
  },
};

export default config;
