import { defineConfig, loadEnv } from 'vite';

/**
 * The page asks its own origin, and what serves it passes `/graphql` on to `GRAPHQL_URL`. The service refuses what a page of
 * another origin sends, by comparing `Origin` with `Host`: so `Host` is passed on as the browser wrote it. Only a gateway on
 * another machine is called by its own name.
 */
export default defineConfig(({ mode }) => {
  const { GRAPHQL_URL = 'http://127.0.0.1:4001/graphql' } = loadEnv(mode, import.meta.dirname, 'GRAPHQL_');
  const { origin, hostname, pathname } = new URL(GRAPHQL_URL);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  const proxy = { '/graphql': { target: origin, changeOrigin: !isHere, rewrite: () => pathname } };
  return {
    root: import.meta.dirname,
    build: { outDir: 'dist', emptyOutDir: true, modulePreload: { polyfill: false }, reportCompressedSize: false },
    server: { proxy },
    preview: { proxy },
  };
});
