// The administrator's page, in front of the real thing and behind a front that is set wrong on purpose.
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { Front, type Faults } from '#support/front.ts';
import { canCluster, startCluster } from '#support/cluster.ts';
import { printedAdministratorLink, test } from '#support/journeys.ts';
import { OTHER_HOST } from '#support/other-host.ts';

const check = (page: Page, title: string) =>
  page.getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ hasText: title });
const isReady = (page: Page) =>
  expect(page.getByRole('list', { name: 'Checks' })).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });

/** Everything but the address, of which nobody has told the server. */
const ROADS = [
  'Plain requests',
  'Requests that wait',
  'Socket.IO over HTTP',
  'WebSocket',
  '25 seconds',
  'as they are written',
  'Pieces of an upload',
  'Who is asking',
];

/** An administrator's browser at the site behind `front`. */
async function administrator(context: BrowserContext, link: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill('Alice');
  await page.getByLabel('Sign-in name').fill('alice');
  await page.getByLabel('Password').fill('a few words in a row');
  await page
    .getByRole('button', { name: /account|administrator/iu })
    .last()
    .click();
  await expect(page.getByRole('link', { name: 'Settings' }).first()).toBeVisible();
  return page;
}

test(
  'the self-check finds what a front does wrong, and the lines that mend it can be copied on plain http',
  { tag: '@long' },
  async ({ ownStage }) => {
    test.setTimeout(180_000);
    const front = await Front.before(ownStage.server.port);
    const baseURL = front.url.replace('127.0.0.1', OTHER_HOST);
    const page = await administrator(await ownStage.stranger({ baseURL }), await ownStage.administratorLink());
    front.faults = {
      stripsUpgrade: true,
      buffers: true,
      idleMs: 5_000,
      maxBytes: 1_000_000,
      hidesClient: true,
    } satisfies Faults;
    await page.goto('/settings');
    await page.getByRole('link', { name: 'Check the connection' }).click();
    await isReady(page);
    await expect(check(page, 'Plain requests')).toContainText('Good');
    await expect(check(page, 'The address')).toContainText(`Set PUBLIC_URL to http://${OTHER_HOST}`);
    await expect(check(page, 'WebSocket')).toContainText('does not hand on the Upgrade header');
    await expect(check(page, 'as they are written')).toContainText('keeps answers until they are complete');
    await expect(check(page, '25 seconds')).toContainText(/cut off after \d+ seconds/u);
    await expect(check(page, 'Pieces of an upload')).toContainText('limits the size of requests');
    await expect(check(page, 'Who is asking')).toContainText('does not say for whom it asks');

    const lines = page.getByLabel('Lines for nginx');
    for (const line of [
      'proxy_set_header Upgrade $http_upgrade;',
      'proxy_buffering off;',
      'proxy_read_timeout 120s;',
      'client_max_body_size 100m;',
      'X-Forwarded-For',
    ])
      await expect(lines).toContainText(line);
    await expect(lines).not.toContainText('hash $arg_k');
    await page.getByLabel('Which proxy').selectOption('Caddy');
    const caddy = await page.getByLabel('Lines for Caddy').innerText();
    await page.getByRole('button', { name: 'Copy the lines' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    await page.goto('/settings');
    const field = page.getByLabel('Name of the site');
    await field.fill('');
    await page.keyboard.press('ControlOrMeta+V');
    expect((await field.inputValue()).length).toBeGreaterThan(0);
    expect(caddy).toContain((await field.inputValue()).slice(0, 20));
    await front.close();
  },
);

test('the self-check is for administrators alone', { tag: '@long' }, async ({ stage }) => {
  const bob = await stage.person('bob');
  const page = await bob.tab('/settings');
  await expect(page.getByRole('heading', { name: 'Connection' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Check the connection' })).toHaveCount(0);
  await page.goto('/settings/self-check');
  await expect(page.getByText('There is nothing at this address')).toBeVisible();
  for (const address of ['/api/self-check', '/api/self-check/pieces', '/api/self-check/hold'])
    expect((await bob.fetch(address)).status).toBe(403);
  expect((await stage.api.request('GET', '/api/self-check')).status).toBe(401);
  expect((await stage.api.request('POST', '/api/self-check/bytes', { bytes: 'x', cookie: bob.cookie })).status).toBe(
    403,
  );
});

test(
  'behind the nginx.conf that people deploy, with two processes, the self-check finds every road good',
  { tag: '@long' },
  async ({ browser }) => {
    test.skip(!(await canCluster('nginx')), 'nginx and Redis are not here');
    test.setTimeout(180_000);
    const cluster = await startCluster({ nodes: 2, fronts: ['nginx'] });
    const context = await browser.newContext({ baseURL: cluster.url, reducedMotion: 'reduce' });
    const page = await administrator(context, await printedAdministratorLink(cluster.nodes.at(-1)!.lines));
    await page.goto('/settings/self-check');
    await isReady(page);
    for (const title of ROADS) await expect(check(page, title)).toContainText('Good');
    await context.close();
    await cluster.remove();
  },
);
