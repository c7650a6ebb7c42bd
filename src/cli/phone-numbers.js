#!/usr/bin/env node
// Plain JavaScript that any Node can read: one that is too old has to say so, not fail on what comes after.
const OLDEST = 24;
const current = process.versions.node;

if (Number(current.split('.')[0]) < OLDEST) {
  process.stderr.write(
    `phone-numbers needs Node ${OLDEST} or newer. This is Node ${current} at ${process.execPath}: install a newer one.\n`,
  );
  process.exitCode = 1;
} else {
  start().then(
    ({ main }) => main(process.argv.slice(2)),
    (error) => {
      const isIncomplete = error.code === 'ERR_MODULE_NOT_FOUND';
      process.stderr.write(isIncomplete ? `${error.message}\nRun \`npm ci\` first.\n` : `${error.stack}\n`);
      process.exitCode = 1;
    },
  );
}

/**
 * Most of a start is to compile what it loads, the same each time: Node keeps that beside the code, whose owner alone may write
 * there. Where nobody may, as in an image, it starts as it always did.
 */
function start() {
  return Promise.all([import('node:module'), import('node:url')]).then(
    ([{ enableCompileCache }, { fileURLToPath }]) => {
      enableCompileCache(fileURLToPath(new URL('../../.compile-cache', import.meta.url)));
      return import('./main.ts');
    },
  );
}
