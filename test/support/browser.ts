import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** A browser without a window. Disposing of it closes it and removes what it unpacked. */
export type TestBrowser = AsyncDisposable & { readonly browser: Browser };

/**
 * Starts a browser that came with `npm ci`, and with it the libraries and fonts it needs: nothing has to be installed
 * on the machine. Elsewhere than on Linux for x64, for which alone it is made, starts the machine's own Chrome.
 */
export async function startBrowser(): Promise<TestBrowser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const browser = await chromium.launch({ channel: 'chrome' });
    return { browser, [Symbol.asyncDispose]: () => browser.close() };
  }
  await using stack = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'test-browser-'));
  stack.defer(() => rm(directory, { recursive: true }));
  const browser = await chromium.launch({
    executablePath: await unpackInto(directory),
    // Containers run as root and have a small /dev/shm.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(directory, 'al2023', 'lib'),
      FONTCONFIG_FILE: await writeFontConfiguration(directory),
    },
  });
  stack.defer(() => browser.close());
  const resources = stack.move();
  return { browser, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** A directory of its own, since a run that was interrupted leaves a half-written browser that the next one would use. */
async function unpackInto(directory: string): Promise<string> {
  const before = { ...process.env };
  Object.assign(process.env, {
    TMPDIR: directory,
    // The package unpacks its libraries, libnss3 among them, only where it believes to run on AWS Lambda.
    AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x',
  });
  try {
    return await sparticuz.executablePath();
  } finally {
    restore(before);
  }
}

/** The one in the package looks for the fonts elsewhere, and a browser that finds no font at all crashes. */
async function writeFontConfiguration(directory: string): Promise<string> {
  const file = join(directory, 'fonts.conf');
  await writeFile(
    file,
    `<fontconfig><dir>${directory}/fonts</dir><cachedir>${directory}/fonts-cache</cachedir></fontconfig>`,
  );
  return file;
}

function restore(environment: NodeJS.ProcessEnv): void {
  for (const name of ['TMPDIR', 'AWS_LAMBDA_JS_RUNTIME']) {
    const value = environment[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** Colours and widths in pixels in which a page has to be readable. */
export const appearances = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const;

/** 0 to 255, of a colour such as `rgb(1, 2, 3)`. */
export function brightness(colour: string): number {
  const parts = [...colour.matchAll(/\d+/g)].slice(0, 3).map(Number);
  return parts.reduce((sum, part) => sum + part, 0) / 3;
}
