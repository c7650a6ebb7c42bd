import { afterEach } from 'vitest';

/** A list for what ends whatever a test begins: it is run after each test of the file, the newest first, and emptied. */
export function collectEndings(): (() => unknown)[] {
  const endings: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  return endings;
}
