import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * Tests that start processes or browsers, kill them, stop databases, build, or send a thousand requests: each takes seconds. And
 * those whose vendors have a second to answer, which on a busy machine they would need.
 */
const ofProcesses = [
  'test/cli/**/*.test.ts',
  'test/clients/{client-preset,relay}.test.ts',
  'test/crash/**/*.test.ts',
  'test/database/{durability,failover,full-disk,ledger-away,poolers,postgres,postgres-outage,restored,sqlite-locked,sqlite-shared}.test.ts',
  'test/evidence/{lists,own-live-calls,table-of-looks}.test.ts',
  'test/vendors/pickwick/{evidence,from-outside,refused-packages,settled}.test.ts',
  'test/examples/**/*.test.ts',
  'test/graphql/{canary,places,refresh}.test.ts',
  'test/ledger/sqlite.test.ts',
  'test/packaging/{image,outside-vendor,package}.test.ts',
  'test/scripts/**/*.test.ts',
  'test/server/shutdown.test.ts',
  'test/supergraph/**/*.test.ts',
  'test/telemetry/{made-up,off}.test.ts',
  'test/upgrade/**/*.test.ts',
  'test/vendors/money-path.test.ts',
  'test/vendors/vogent/large-account.test.ts',
  'test/web/**/*.test.ts',
];

const exportsOfPackage = {
  vendor: 'src/vendors/for-authors.ts',
  'vendor-fake': 'src/vendors/fake-kit/for-authors.ts',
  'vendor-testing': 'test/support/for-authors/vendor-testing.ts',
  'vendor-testing/service': 'test/support/for-authors/service.ts',
};

export default defineConfig({
  // Vite would give our code another copy of graphql than Node gives Apollo's packages.
  resolve: {
    alias: [
      { find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') },
      // The example of a vendor from outside imports this package by its name: here that is these sources.
      ...Object.entries(exportsOfPackage).map(([name, file]) => ({
        find: new RegExp(`^phone-numbers-subgraph/${name}$`),
        replacement: join(import.meta.dirname, file),
      })),
    ],
  },
  test: {
    globalSetup: 'test/support/global-setup.ts',
    sequence: { shuffle: true },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Processes that tests start load what others have compiled before: that is a third of their start.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{test,examples/vendor/test}/**/*.test.ts'],
          exclude: ofProcesses,
          // Modules are loaded once for each worker, not for each file: the files share nothing that changes.
          isolate: false,
          pool: 'threads',
          // They wait for timeouts more than they compute.
          maxWorkers: 3 * availableParallelism(),
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: ofProcesses,
          maxWorkers: availableParallelism(),
          // By themselves, since browsers and outages have time limits that a busy machine might miss.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
