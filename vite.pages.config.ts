import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { findBundledPackages, nameOf, type Package, readLockFile } from './scripts/bundled-packages.ts';
import { renderDocs } from './scripts/render-docs.ts';

const compress = promisify(gzip);

/** Puts a `.gz` beside every script and style sheet: `src/server/page-files.ts` sends those, and compresses nothing itself. */
function gzipText(): Plugin {
  return {
    name: 'gzip-text',
    async writeBundle({ dir = '' }, bundle) {
      const files = Object.values(bundle).filter(({ fileName }) => /\.(js|css)$/.test(fileName));
      await Promise.all(
        files.map(async (file) => {
          const content = file.type === 'chunk' ? file.code : file.source;
          await writeFile(join(dir, `${file.fileName}.gz`), await compress(content));
        }),
      );
    },
  };
}

/** Fails the build if anything is bundled that `npm run lint` has not checked the licence of. */
function refuseUnchecked(packages: readonly Package[]): Plugin {
  const checked = new Set(packages.map(({ path }) => nameOf(path)));
  return {
    name: 'refuse-unchecked',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const unchecked = modules.map(nameOf).find((name) => name !== null && !checked.has(name));
      if (unchecked !== undefined) this.error(`${unchecked} is bundled, and its licence was not checked.`);
    },
  };
}

/**
 * Puts the notices of all packages beside the page, as their licences ask. Vite's own `build.license` leaves out what
 * only a worker contains, and what the packages themselves have taken in (seen in 8.3.8).
 */
function shipNotices(packages: readonly Package[]): Plugin {
  return {
    name: 'ship-notices',
    generateBundle() {
      const source = packages.map(noticeOf).toSorted().join('\n\n');
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: `${source}\n` });
    },
  };
}

function noticeOf({ path, version, license }: Package): string {
  const files = readdirSync(path).filter((file) => /^(licen[cs]e|notice|copying|third-?party-?notices)/i.test(file));
  const texts = files.map((file) => readFileSync(join(path, file), 'utf8').trim());
  return [`=== ${nameOf(path)} ${version} (${license})`, ...texts].join('\n\n');
}

/** Puts the docs that users of the API read beside the page, so that its link works without a network. */
function shipDocs(): Plugin {
  return {
    name: 'ship-docs',
    generateBundle() {
      for (const { name, html } of renderDocs())
        this.emitFile({ type: 'asset', fileName: `docs/${name}.html`, source: html });
    },
  };
}

/** The page that `--mode` names, as static files, so that it asks no other host for anything. */
export default defineConfig(({ mode: page }) => {
  const packages = findBundledPackages(readLockFile(), page);
  const isGraphiql = page === 'graphiql';
  return {
    root: `src/web/${page}`,
    base: `/${page}/`,
    build: {
      outDir: `../../../dist/${page}`,
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      // An icon in the style sheet would be one that the policy of the page has to allow for.
      assetsInlineLimit: isGraphiql ? 4_096 : 0,
      // Monaco, the editor inside GraphiQL, is 3 MB in one piece whatever is done.
      chunkSizeWarningLimit: 4_000,
      // Dependencies of GraphiQL carry "use client", which says nothing to a page that has no server part.
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
    plugins: [refuseUnchecked(packages), shipNotices(packages), ...(isGraphiql ? [shipDocs()] : []), gzipText()],
    worker: { plugins: () => [refuseUnchecked(packages)] },
  };
});
