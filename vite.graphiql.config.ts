import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const GRAPHIQL_DIRECTORY = 'dist/graphiql';

const compress = promisify(gzip);

/** Puts a `.gz` beside every script and style sheet: `server/graphiql.ts` sends those, and compresses nothing itself. */
function gzipText(): Plugin {
  return {
    name: 'gzip-text',
    async writeBundle(_options, bundle) {
      const files = Object.values(bundle).filter(({ fileName }) => /\.(js|css)$/.test(fileName));
      await Promise.all(
        files.map(async (file) => {
          const content = file.type === 'chunk' ? file.code : file.source;
          await writeFile(join(GRAPHIQL_DIRECTORY, `${file.fileName}.gz`), await compress(content));
        }),
      );
    },
  };
}

/** GraphiQL as static files, so that the page asks no other host for anything. */
export default defineConfig({
  root: 'src/graphiql',
  base: '/graphiql/',
  build: {
    outDir: `../../${GRAPHIQL_DIRECTORY}`,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Monaco, the editor inside GraphiQL, is 3 MB in one piece whatever is done.
    chunkSizeWarningLimit: 4_000,
    // Dependencies of GraphiQL carry "use client", which says nothing to a page that has no server part.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  plugins: [gzipText()],
});
