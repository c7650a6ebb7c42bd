import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBrowser, type TestBrowser } from '../../support/browser.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const TIMEOUT_MS = 60_000;
const secret = 'a-secret-of-a-gateway-0123456789-0123';

describe('GraphiQL of a service that asks who calls', { timeout: TIMEOUT_MS }, () => {
  let testBrowser: TestBrowser;
  let app: TestApp;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    [testBrowser, app] = await Promise.all([startBrowser(), startTestApp({ routerSecrets: [secret] })]);
  }, TIMEOUT_MS);

  afterAll(async () => {
    await Promise.all([testBrowser[Symbol.asyncDispose](), app.stop()]);
  }, TIMEOUT_MS);

  beforeEach(async () => {
    context = await testBrowser.browser.newContext();
    page = await context.newPage();
    await page.goto(`${app.url}/graphiql`);
  });
  afterEach(() => context.close());

  const box = (on: Page) => on.getByLabel('The router’s secret, or a token');
  const notice = (on: Page) => on.getByText('No real vendor is called');

  it('takes a secret, keeps it in the tab alone, and forgets it when told to', async () => {
    // The examples are told only to those who may call; what is shown until then is not remembered in their place.
    await page.getByRole('tab', { name: 'ListNumbers' }).waitFor();
    await page.getByLabel('Result Window').getByText('no credentials').waitFor();
    await box(page).fill(secret);
    await page.getByRole('button', { name: 'Use it in this tab' }).click();
    await notice(page).waitFor();
    await page.getByRole('tab', { name: 'BuyNumber' }).waitFor();
    const answered = page.waitForResponse(
      (response) => response.request().postDataJSON()?.operationName === 'ListNumbers',
    );
    await page.getByRole('button', { name: 'Execute query' }).click();
    expect(await (await answered).json()).toHaveProperty('data.phoneNumbers.nodes');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(secret);

    const another = await context.newPage();
    await another.goto(`${app.url}/graphiql`);
    await box(another).waitFor();

    await page.getByRole('button', { name: 'Forget it' }).click();
    await box(page).waitFor();
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(secret);
  });

  it('asks on a telephone by a field and a button that take the width', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const part of [box(page), page.getByRole('button', { name: 'Use it in this tab' })]) {
      const { width, height } = (await part.boundingBox()) ?? { width: 0, height: 0 };
      expect(width).toBeGreaterThan(340);
      expect(height).toBeGreaterThanOrEqual(40);
    }
  });
});
