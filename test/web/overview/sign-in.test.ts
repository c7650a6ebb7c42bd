import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appearances, startBrowser, type TestBrowser } from '../../support/browser.ts';
import { startIssuer, type TestIssuer } from '../../support/issuer.ts';
import { findViolations, type OverviewWindow, openWindow, overflow } from '../../support/overview.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

const TIMEOUT_MS = 60_000;

describe('the overview of a service where people sign in', { timeout: TIMEOUT_MS }, () => {
  let testBrowser: TestBrowser;
  let issuer: TestIssuer;
  let app: TestApp;
  let opened: OverviewWindow;
  let page: Page;

  beforeAll(async () => {
    [testBrowser, issuer] = await Promise.all([startBrowser(), startIssuer()]);
    app = await startTestApp({ signIn: issuer.signIn, graphiql: false });
  }, TIMEOUT_MS);

  afterAll(async () => {
    await Promise.all([testBrowser[Symbol.asyncDispose](), app.stop(), issuer.stop()]);
  }, TIMEOUT_MS);

  beforeEach(async () => {
    opened = await openWindow(testBrowser.browser, app.url);
    page = opened.page;
  });
  afterEach(() => opened.context.close());

  const box = () => page.getByLabel('Token, or the router’s secret');

  async function signIn(token: string) {
    await box().fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }
  const tokenOf = (scope: string, claims: object = {}) => issuer.tokenOf('ada@ops', { claims: { scope, ...claims } });
  const all = 'numbers:read numbers:write numbers:route numbers:purchase numbers:operate';

  it('asks for a token, and asks the service nothing before', async () => {
    await page.goto(app.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.locator('.mode').innerText()).toContain('SANDBOX');
    expect(opened.sent('Overview')).toEqual([]);
    for (const [colorScheme, width] of appearances) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      expect(await findViolations(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
    }
  });

  it('shows what the token may see, at the address that was asked for, and forgets it when told to', async () => {
    const token = await tokenOf(all);
    await page.goto(`${app.url}/?q=555&order=address`);
    await signIn(token);
    await page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
    await page.locator('.numbers tr.row').first().waitFor();
    expect(new URL(page.url()).search).toBe('?q=555&order=address');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(token);
    // There is no GraphiQL to link to.
    expect(await page.getByRole('link', { name: 'GraphiQL' }).count()).toBe(0);
    await page.reload();
    await page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
    await page.getByRole('button', { name: 'Sign out ada@ops' }).first().click();
    await box().waitFor();
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(token);
    expect(opened.complaints).toEqual([]);
  });

  it('leaves a token that was refused in the box, and says what is wrong with it', async () => {
    await page.goto(app.url);
    const expired = await tokenOf(all, { exp: Math.floor(Date.now() / 1000) - 3_600 });
    await signIn(expired);
    await page.getByText('This token has expired.').waitFor();
    expect(await box().inputValue()).toBe(expired);
    expect(await findViolations(page)).toEqual([]);
    await signIn(await issuer.tokenOf('ada@ops', { forged: true }));
    await page.getByText('This token is not valid.').waitFor();
    await signIn(await tokenOf(all));
    await page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
  });

  it('leads to the box once the service refuses, and keeps the keys of what is under way', async () => {
    await page.goto(app.url);
    await signIn(await tokenOf(all));
    await page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
    const kept = JSON.stringify([{ kind: 'PURCHASE', begunAt: 0, input: { idempotencyKey: 'page-1', vendor: 'X' } }]);
    await page.evaluate((text) => sessionStorage.setItem('phone-numbers/kept', text), kept);
    await page.route('**/graphql', (route) => route.fulfill({ status: 401, json: { errors: [{ message: 'no' }] } }));
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await box().waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('phone-numbers/kept'))).toBe(kept);
  });

  it('has nothing on it that the caller may not do', async () => {
    await page.goto(app.url);
    await signIn(await tokenOf('numbers:read'));
    await page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
    expect(await page.getByRole('button', { name: 'Buy a number' }).count()).toBe(0);
    await page.locator('.numbers tr.row').first().getByRole('button').click();
    await page.getByText('Acquired').waitFor();
    // Neither by its address.
    await page.goto(`${app.url}/?buy=new`);
    await page.locator('.numbers tr.row').first().getByRole('button').click();
    await page.getByText('Acquired').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    for (const name of ['Rename', 'Link', 'Lock this number', 'Release']) {
      expect(await page.getByRole('button', { name, exact: true }).count(), name).toBe(0);
    }
    await page.getByRole('button', { name: 'Sign out ada@ops' }).first().click();
    await signIn(await tokenOf('numbers:write'));
    await page.getByRole('heading', { name: 'You may not read this' }).waitFor();
  });
});
