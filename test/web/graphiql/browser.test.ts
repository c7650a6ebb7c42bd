import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBrowser, type TestBrowser } from '../../support/browser.ts';
import { startTestApp } from '../../support/test-app.ts';

const TIMEOUT_MS = 60_000;

const exampleTabs = [
  'ListNumbers',
  'SearchStock',
  'BuyNumber',
  'ImportOverSip',
  'PurchaseHistory',
  'AdoptNumber',
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

  async function openTab(name: string) {
    const index = exampleTabs.indexOf(name);
    await tabs().nth(index).getByRole('button', { name }).click();
    // A moment after the tab is shown, GraphiQL knows which operation is in it, and remembers the tab as the open one.
    await page.waitForFunction(
      (expected) =>
        JSON.parse(localStorage.getItem('phone-numbers/graphiql:tabState') ?? '{}').activeTabIndex === expected,
      index,
    );
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

  it('opens on the example tabs, says that it is the sandbox, and shows what the first one answers', async () => {
    expect(await tabs().allInnerTexts()).toEqual(exampleTabs);
    await page.getByRole('tab', { selected: true, name: 'ListNumbers' }).waitFor();
    await page.getByText('Sandbox: no real vendor is called and no money is spent.').waitFor();
    const { data } = await execute('ListNumbers');
    // The editor draws only the lines in sight.
    await result().getByText(data.phoneNumbers.nodes[0].address).first().waitFor();
    expect(await page.title()).toBe('Phone Numbers');
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

  it('has examples that all work as they are', async () => {
    for (const name of exampleTabs) {
      await openTab(name);
      const answer = JSON.stringify(await execute(name));
      expect(answer, name).toMatch(/^\{"data":/);
      expect(answer, name).not.toContain('"errors"');
      expect(answer, name).not.toMatch(/"userErrors":\[\{/);
    }
  });

  it('remembers edited tabs, but neither the passwords in them nor request headers', async () => {
    await openTab('ImportOverSip');
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
    expect(await tabs().count()).toBe(exampleTabs.length);
  });

  it('shows the answer below the query where the window is narrow, and beside it elsewhere', async () => {
    const answerIsBelow = async () => {
      const editor = page.getByLabel('Operation Editor');
      const [query, answer] = await Promise.all([editor.boundingBox(), result().boundingBox()]);
      if (query === null || answer === null) throw new Error('One of the editors is not shown.');
      return answer.y > query.y + query.height;
    };
    expect(await answerIsBelow()).toBe(false);
    await page.setViewportSize({ width: 420, height: 840 });
    expect(await answerIsBelow()).toBe(true);
  });
});
