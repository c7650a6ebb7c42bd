import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { builtInVendors } from '../../../src/vendors/index.ts';
import { appearances, brightness, startBrowser, type TestBrowser } from '../../support/browser.ts';
import { startTestApp } from '../../support/test-app.ts';

const TIMEOUT_MS = 60_000;

const firstTabs = ['ListNumbers', 'SearchStock', 'BuyNumber', 'LinkToAgent', 'PurchaseHistory'];
/** All that can be tried, in the order in which each works as it is. */
const examples = [
  ...['ListNumbers', 'FindNumber', 'Summary', 'Drift', 'Vendors', 'WhoAmI'],
  ...['SearchStock', 'BuyNumber', 'ImportOverSip', 'CreateSip', 'AdoptNumber'],
  ...['LinkToAgent', 'UnlinkNumber', 'RenameNumber', 'ReleaseNumber'],
  ...['FollowPurchase', 'PurchaseHistory', 'SettleOperation'],
  'Entities',
];

describe('GraphiQL', { timeout: TIMEOUT_MS }, () => {
  let testBrowser: TestBrowser;
  let app: Awaited<ReturnType<typeof startTestApp>>;
  let context: BrowserContext;
  let page: Page;
  let requestsElsewhere: string[];
  let complaints: string[];

  beforeAll(async () => {
    [testBrowser, app] = await Promise.all([startBrowser(), startTestApp()]);
  }, TIMEOUT_MS);

  afterAll(async () => {
    await Promise.all([testBrowser[Symbol.asyncDispose](), app.stop()]);
  }, TIMEOUT_MS);

  beforeEach(async () => {
    requestsElsewhere = [];
    complaints = [];
    context = await testBrowser.browser.newContext({ viewport: { width: 1440, height: 900 } });
    const isElsewhere = (url: URL) => url.origin !== app.url && url.protocol.startsWith('http');
    await context.route(isElsewhere, (route) => route.abort());
    context.on('request', (request) => {
      if (isElsewhere(new URL(request.url()))) requestsElsewhere.push(request.url());
    });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    // Chromium reports what the content security policy forbids, and files that are missing, as console errors.
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${app.url}/graphiql`);
    await queryEditor().waitFor();
  }, TIMEOUT_MS);

  afterEach(() => context.close());

  const tabs = () => page.getByRole('tab');
  const queryEditor = () => page.getByLabel('Operation Editor').locator('.view-lines');
  const result = () => page.getByLabel('Result Window');

  /** By the menu, which goes to the tab where there is one, and else makes it. */
  async function open(name: string) {
    await page.getByLabel('Examples').selectOption(name);
    // A moment after the tab is shown, GraphiQL knows which operation is in it, and remembers the tab as the open one.
    await page.waitForFunction((expected) => {
      const { tabs = [], activeTabIndex } = JSON.parse(localStorage.getItem('phone-numbers/graphiql:tabState') ?? '{}');
      return tabs[activeTabIndex]?.operationName === expected;
    }, name);
  }

  async function execute(operationName: string) {
    const answered = page.waitForResponse(
      (response) => response.request().postDataJSON()?.operationName === operationName,
    );
    await page.getByRole('button', { name: 'Execute query' }).click();
    return (await answered).json();
  }

  async function typeInto(editor: 'Variables' | 'Headers', text: string) {
    await page.getByRole('button', { name: editor, exact: true }).click();
    await page.getByRole('region', { name: editor, exact: true }).locator('textarea:visible').focus();
    await page.keyboard.press('ControlOrMeta+A');
    // The editor adds a closing bracket to a text that starts with an opening one; not where a space comes first.
    await page.keyboard.insertText(` ${text}`);
  }

  it('opens on what to begin with, says where one is, and shows what the first query answers', async () => {
    expect(await tabs().allInnerTexts()).toEqual(firstTabs);
    await page.getByRole('tab', { selected: true, name: 'ListNumbers' }).waitFor();
    const titles = new Intl.ListFormat('en').format(builtInVendors.map(({ title }) => title));
    await page.getByText(`Sandbox: ${titles} are fakes. No real vendor is called and no money is spent.`).waitFor();
    // Nobody has pressed a button.
    await result().getByText('totalCount').first().waitFor();
    expect(await page.title()).toBe('Phone Numbers (sandbox)');
  });

  it('links to the docs, and to where the fake vendors are steered', async () => {
    const [docs] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Docs' }).click()]);
    await docs.getByRole('heading', { name: 'Join your supergraph' }).waitFor();
    const controls = page.getByRole('link', { name: 'Steer the fake vendors' });
    expect(await controls.getAttribute('href')).toBe(app.sandbox.controlUrl);
    const help = await fetch(app.sandbox.controlUrl);
    expect(await help.text()).toContain('Sandbox: fake vendors that take any key.');
  });

  it('is where a browser gets to from /graphql', async () => {
    await page.goto(`${app.url}/graphql`);
    expect(page.url()).toBe(`${app.url}/graphiql`);
  });

  it('runs nothing by itself that is not the first example as it was', async () => {
    await open('BuyNumber');
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.postDataJSON().operationName);
    });
    await page.reload();
    await page.getByRole('tab', { selected: true, name: 'BuyNumber' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(sent).toEqual(['IntrospectionQuery']);
  });

  it('has each visit’s first query in the history once, so that it pushes out nothing else', async () => {
    await result().getByText('totalCount').first().waitFor();
    await page.reload();
    await result().getByText('totalCount').first().waitFor();
    await page.getByRole('button', { name: 'Show History' }).click();
    const remembered = page.getByRole('region', { name: 'History' }).getByRole('button', { name: 'Set active' });
    await remembered.first().waitFor();
    expect(await remembered.allInnerTexts()).toEqual(['ListNumbers']);
  });

  it('says in a sentence that the service is gone', async () => {
    await context.route(`${app.url}/graphql`, (route) => route.abort());
    await page.getByRole('button', { name: 'Execute query' }).click();
    await result().getByText('The service does not answer').waitFor();
    expect(await result().innerText()).not.toMatch(/stack|TypeError|Failed to fetch/);
    await context.route(`${app.url}/graphql`, (route) => route.fulfill({ status: 502, body: '<html>Bad gateway' }));
    await page.getByRole('button', { name: 'Execute query' }).click();
    await result().getByText('status 502').waitFor();
  });

  it('asks no other host for anything, whatever is opened', async () => {
    await execute('ListNumbers');
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Query', exact: true }).click();
    await page.getByText('The numbers of every vendor as one list, a page at a time').waitFor();
    await page.getByRole('button', { name: 'Prettify query' }).click();
    await page.waitForLoadState('networkidle');
    expect(requestsElsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('has examples that all work as they are, by group', async () => {
    const groups = await page.locator('optgroup').evaluateAll((all) => all.map((each) => each.getAttribute('label')));
    expect(groups).toEqual(['Look', 'Get a number', 'Change a number', 'What became of it', 'As a gateway asks']);
    expect(await page.locator('optgroup option').allInnerTexts()).toEqual(examples);
    for (const name of examples) {
      await open(name);
      const answer = JSON.stringify(await execute(name));
      expect(answer, name).toMatch(/^\{"data":/);
      expect(answer, name).not.toContain('"errors"');
      // Of the sandbox, nothing waits for a person.
      if (name === 'SettleOperation') expect(answer, name).toContain('"field":["input","operationId"]');
      else expect(answer, name).not.toMatch(/"userErrors":\[\{/);
    }
  });

  it('remembers edited tabs, but neither the passwords in them nor request headers', async () => {
    await open('ImportOverSip');
    await typeInto('Headers', '{ "authorization": "Bearer opens-sesame" }');
    await typeInto(
      'Variables',
      '{ "input": { "number": "+442079460998", "username": "edited", "password": "opens-sesame" } }',
    );
    await execute('ImportOverSip');
    await page.waitForFunction(() => localStorage.getItem('phone-numbers/graphiql:tabState')?.includes('edited'));
    const remembered = await page.evaluate(() => JSON.stringify(localStorage));
    expect(remembered).not.toContain('opens-sesame');
    expect(remembered).toContain('graphiql:queries');

    await page.reload();
    await page.getByRole('region', { name: 'Variables' }).getByText('edited').waitFor();
    await page.getByRole('tab', { selected: true, name: 'ImportOverSip' }).waitFor();
    expect(await tabs().count()).toBe(firstTabs.length + 1);
  });

  it('shows on a telephone which tab is open, and links that a finger meets', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await result().getByText('totalCount').first().waitFor();
    for (const name of ['SettleOperation', 'SearchStock']) {
      await open(name);
      const isShown = () =>
        page.getByRole('tab', { selected: true, name }).evaluate((tab) => {
          const { left, top, width, height } = tab.getBoundingClientRect();
          return (
            tab.contains(document.elementFromPoint(left + 8, top + height / 2)) &&
            tab.contains(document.elementFromPoint(left + width - 8, top + height / 2))
          );
        });
      await expect.poll(isShown, { message: name }).toBe(true);
    }
    for (const link of await page.locator('.notice a').all()) {
      expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(24);
    }
  });

  it.each(appearances)('can be read: %s, %i pixels wide', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    // The panes take their places when the page loads.
    await page.reload();
    await result().getByText('totalCount').first().waitFor();
    const box = async (pane: Locator) => {
      const found = await pane.boundingBox();
      if (found === null) throw new Error('A pane is not shown.');
      return found;
    };
    const [query, answer] = await Promise.all([box(page.getByLabel('Operation Editor')), box(result())]);
    const isBeside = answer.x >= query.x + query.width;
    const isBelow = answer.y >= query.y + query.height;
    expect([isBeside, isBelow]).toEqual(width === 390 ? [false, true] : [true, false]);
    for (const { width: paneWidth, height } of [query, answer]) {
      expect(paneWidth).toBeGreaterThan(width === 390 ? 350 : 500);
      expect(height).toBeGreaterThan(230);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    // Nothing lies over the buttons, though it be transparent.
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click({ trial: true, timeout: 2_000 });
    await page.getByRole('button', { name: 'Open settings dialog' }).click({ trial: true, timeout: 2_000 });
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = await box(page.locator('.graphiql-plugin'));
    expect(docs.width).toBeGreaterThan(180);
    expect(docs.height).toBeGreaterThan(600);
    const { background, text } = await page.locator('.notice').evaluate((strip) => {
      const { backgroundColor, color } = getComputedStyle(strip);
      return { background: backgroundColor, text: color };
    });
    const isDark = brightness(background) < 80;
    expect(isDark).toBe(colorScheme === 'dark');
    expect(Math.abs(brightness(background) - brightness(text))).toBeGreaterThan(120);
  });
});
