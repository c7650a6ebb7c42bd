import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { startBrowser, type TestBrowser } from './browser.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const START_MS = 60_000;

/** The overview in a window of its own. */
export type OverviewWindow = AsyncDisposable & {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser has complained about: errors, and what the policy of the page forbids. */
  readonly complaints: string[];
  /** Requests to other hosts than the service. */
  readonly elsewhere: string[];
  /** The variables of what was sent, by the name of the operation, in order. */
  sent(operation: string): { readonly [name: string]: unknown; readonly input?: Record<string, unknown> }[];
};

/** Opens a window that has shown nothing yet. Disposing of it closes it. */
export async function openWindow(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OverviewWindow> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const complaints: string[] = [];
  const elsewhere: string[] = [];
  const bodies: { query: string; variables: { [name: string]: unknown; input?: Record<string, unknown> } }[] = [];
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    const { origin, pathname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== url) elsewhere.push(request.url());
    if (pathname === '/graphql') bodies.push(request.postDataJSON());
  });
  return {
    ...{ context, page, complaints, elsewhere },
    sent: (operation) =>
      bodies
        .filter(({ query }) => new RegExp(String.raw`\b(?:query|mutation) ${operation}\b`).test(query))
        .map(({ variables }) => variables),
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** What axe finds wrong with the page as it is shown: the rule, and the elements. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // As a text, since the name would mean the import of this file.
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** By how many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** What the tests of a `describe` share, and the window that each of them has for itself. */
export type OverviewTests = {
  readonly app: TestApp;
  readonly opened: OverviewWindow;
  readonly page: Page;
  /** A window of somebody else. */
  openAnother(): Promise<OverviewWindow>;
};

type OverviewSettings = {
  readonly settings?: Parameters<typeof startTestApp>[0];
  /** What there is before the first test. */
  readonly prepare: (app: TestApp) => Promise<void>;
};

/**
 * Starts a browser and an app for the tests of the `describe` that calls it. Vendors do nothing wrong as a test begins, and no
 * test may end with a complaint of the browser, or with anything asked elsewhere.
 */
export function setUpOverview({ settings, prepare }: OverviewSettings): OverviewTests {
  let testBrowser: TestBrowser;
  let app: TestApp;
  let opened: OverviewWindow;
  beforeAll(async () => {
    [testBrowser, app] = await Promise.all([startBrowser(), startTestApp(settings)]);
    await prepare(app);
  }, START_MS);
  afterAll(async () => {
    await Promise.all([testBrowser[Symbol.asyncDispose](), app.stop()]);
  }, START_MS);
  beforeEach(async () => {
    app.sandbox.control.clearFaults();
    app.sandbox.control.clearCalls();
    opened = await openWindow(testBrowser.browser, app.url);
  });
  afterEach(async () => {
    expect(opened.complaints).toEqual([]);
    expect(opened.elsewhere).toEqual([]);
    await opened.context.close();
  });
  return {
    get app() {
      return app;
    },
    get opened() {
      return opened;
    },
    get page() {
      return opened.page;
    },
    openAnother: () => openWindow(testBrowser.browser, app.url),
  };
}
