/** What a person takes away: the run in words, pictures that open again, every figure, a recording, a post-mortem that prints. */
import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { barriers, DIALOG } from './accessible.ts';
import { expect, test } from './visit.ts';

async function exporting(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+E');
  await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
}

async function saved(page: Page, group: string, button: string): Promise<Download> {
  const download = page.waitForEvent('download');
  await page
    .getByRole('dialog', { name: 'Export' })
    .getByRole('region', { name: group })
    .getByRole('button', { name: button, exact: true })
    .click();
  return download;
}

async function drop(page: Page, name: string, type: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, type, base64 }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
      return data;
    },
    { name, type, base64: bytes.toString('base64') },
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** What a player makes of a film, and where it stands once it was told to jump to its third second. */
async function played(page: Page, bytes: Buffer): Promise<{ seconds: number; at: number; wide: boolean }> {
  const found = await page.evaluate(async (base64) => {
    const video = document.createElement('video');
    video.src = URL.createObjectURL(await (await fetch(`data:video/webm;base64,${base64}`)).blob());
    await new Promise((resolve, reject) => {
      video.onloadeddata = resolve;
      video.onerror = () => reject(new Error(video.error?.message ?? 'no video'));
    });
    video.currentTime = 3;
    await new Promise((resolve) => {
      video.onseeked = resolve;
    });
    return { seconds: video.duration, at: video.currentTime, wide: video.videoWidth > 400 };
  }, bytes.toString('base64'));
  await page.close();
  return found;
}

test('a run is taken away in words, pictures and figures, and its pictures open it again (A24, B23, B24)', async ({
  bench,
  page,
  browser,
}) => {
  await bench.visit();
  await bench.openExample('Failover');
  await bench.runToEnd();
  const { digest } = await bench.share();
  const title = await bench.title.inputValue();

  await exporting(page);
  const file = async (group: string, button: string) => {
    const download = await saved(page, group, button);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const png = await file('Diagram', 'PNG 2×');
  const svg = await file('Diagram', 'SVG');
  const chart = await file('Charts', 'SVG');
  const csv = await file('Figures', 'Series CSV');
  const json = await file('Figures', 'Series JSON');
  expect([png.name, svg.name]).toEqual(['failover-that-loses-writes-2x.png', 'failover-that-loses-writes.svg']);
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(svg.bytes.toString()).toContain('<text');
  expect(chart.bytes.toString()).toContain('Latency');
  expect(csv.bytes.toString().split('\r\n').length).toBeGreaterThan(200);
  expect(JSON.parse(json.bytes.toString()).digest).toBe(digest);

  // The recording is made by a simulation of its own; the page's run stays where it was.
  const film = await file('Recording', 'Make GIF');
  expect(film.bytes.subarray(0, 6).toString()).toBe('GIF89a');
  expect(film.bytes.length).toBeGreaterThan(50_000);
  const video = await file('Recording', 'Make WebM');
  expect(video.name).toBe('failover-that-loses-writes-run.webm');
  expect(await played(await browser.newPage(), video.bytes)).toEqual({ seconds: 5, at: 3, wide: true });
  await page.keyboard.press('Escape');
  expect((await bench.share()).digest).toBe(digest);

  // Both pictures open the scenario, sealed as it was.
  for (const [name, type, bytes] of [
    ['a.png', 'image/png', png.bytes],
    ['b.svg', 'image/svg+xml', svg.bytes],
  ] as const) {
    await bench.button('Examples').click();
    await page
      .getByRole('dialog', { name: 'Examples' })
      .getByRole('button', { name: /^Three tiers/ })
      .click();
    await expect(bench.title).not.toHaveValue(title);
    await drop(page, name, type, bytes);
    await expect(bench.title).toHaveValue(title);
    await expect(page.getByText('It is sealed').first()).toBeVisible();
  }
  await drop(page, 'empty.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
  await expect(page.getByText('is a picture without a design inside')).toBeVisible();
});

test('a cell of the heat map opens the requests that fell into it (B11); a post-mortem tells why, and prints on paper alone', async ({
  bench,
  page,
}) => {
  await bench.visit();
  await bench.openExample('Failover');
  await bench.runToEnd();
  const latency = bench.charts.getByRole('figure', { name: 'Latency', exact: true });
  await latency.hover();
  await latency.getByRole('button', { name: 'Heat map' }).click();
  const map = latency.getByRole('slider', { name: 'Latency heat map' });
  await map.focus();
  await page.keyboard.press('ArrowRight');
  const words = (await map.getAttribute('aria-valuetext')) ?? '';
  const count = Number(/· (\d+) answers?$/.exec(words)?.[1]);
  expect(count).toBeGreaterThan(0);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Traces' });
  await expect(dialog.getByText(/^Requests answered between/)).toBeVisible();
  const requests = dialog.getByRole('list', { name: 'Requests' }).getByRole('button');
  await expect(requests).toHaveCount(Math.min(60, count));
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('post-mortem');
  await page.keyboard.press('Enter');
  const paper = page.getByRole('article', { name: /^Post-mortem of Failover/ });
  await expect(paper.getByRole('heading', { level: 1 })).toHaveText('Failover that loses writes');
  for (const heading of ['Impact', 'What happened', 'Why', 'What helped', 'What to do']) {
    await expect(paper.getByRole('heading', { name: heading, exact: true })).toBeVisible();
  }
  await expect(paper.getByRole('row').filter({ hasText: 'Outage begins' })).toHaveCount(1);
  await expect(paper.getByRole('img', { name: 'Availability' })).toBeVisible();
  expect(await barriers(page, DIALOG)).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Print or save as PDF' })).toBeHidden();
  await expect(bench.bar).toBeHidden();
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000);
});
