// P9: the first load on a phone, in a real browser with a narrow network and a slow CPU.
import { fillGroup } from './fill-group.mjs';
import { APP_DIR, inBrowser } from './in-browser.mjs';
import { marked, percent, round, verdict } from './report.mjs';

const PICTURES = 24;
const RATIOS = [1.5, 1.333, 0.75, 1.777, 1];
/** Source: the targets of the design, P9. */
const SCRIPT_KB = 150;
const SHIFT = 0.02;
const LARGEST_MS = 2_500;

export async function firstLoad({ site, disturbed }) {
  const server = await site.startServer({ env: { APP_DIR } });
  try {
    const groupId = await fillGroup(site, server, { count: PICTURES, pictures: PICTURES, ratios: RATIOS });
    const pages = [
      { name: 'a group', address: `/g/${groupId}`, hasCookie: true, isApp: true },
      { name: 'Home', address: '/', hasCookie: true, isApp: true },
      { name: 'the front page', address: '/', hasCookie: false, isApp: false },
    ];
    return await disturbed(async () => ({
      pages: await inBrowser('first-load', site, server, { BENCH_PAGES: JSON.stringify(pages) }),
    }));
  } finally {
    await server.stop();
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function firstLoadSection({ pages, others }) {
  const rows = Object.entries(pages).map(([name, visits]) => {
    const of = (key) => median(visits.map((visit) => visit[key] ?? Number.NaN));
    return {
      name,
      scriptKB: of('scriptKB'),
      allScriptKB: of('allScriptKB'),
      requests: of('requests'),
      photoMs: of('photoMs'),
      largestMs: of('largestMs'),
      liveMs: of('liveMs'),
      shift: Math.max(...visits.map(({ shift }) => shift)),
      files: visits[0].files,
    };
  });
  const peer = rows.at(-1);
  const ours = rows.slice(0, -1);
  const isDisturbed = others > 0.1;
  return {
    title: 'the first load on a phone',
    conditions:
      'A Pixel 7 in headless Chromium with nothing in its cache: 1.6 Mbit/s, 150 ms, a CPU four times slower, a warm server. Medians of 7, ' +
      'the layout shift is the largest of them. Script is what came before the first photo did, as it came (brotli, with headers); ' +
      'the static page holds the same photo and nothing else.',
    columns: [
      'page',
      'script kB before the first photo',
      'all script kB',
      'requests before it',
      'first photo ms',
      'largest paint ms',
      'live ms',
      'layout shift',
      'others took',
    ],
    rows: rows.map((row) => [
      marked(row.name, { others }),
      round(row.scriptKB),
      round(row.allScriptKB),
      row.requests,
      round(row.photoMs, 0),
      round(row.largestMs, 0),
      row.liveMs > 0 ? round(row.liveMs, 0) : '',
      round(row.shift, 3),
      percent(others),
    ]),
    findings: [
      ...ours.map(
        ({ name, scriptKB, shift, largestMs }) =>
          `${name}: script ${round(scriptKB)} kB, target ≤ ${SCRIPT_KB}: ${verdict(scriptKB <= SCRIPT_KB, false)}; layout shift ${round(shift, 3)}, ` +
          `target ≤ ${SHIFT}: ${verdict(shift <= SHIFT, false)}; largest paint ${round(largestMs, 0)} ms (${round(largestMs / peer.largestMs)} × the static page), ` +
          `target ≤ ${LARGEST_MS}: ${verdict(largestMs <= LARGEST_MS, isDisturbed)}.`,
      ),
      ...ours.map(({ name, files }) => {
        const most = files.toSorted(([, a], [, b]) => b - a).slice(0, 8);
        return `Largest files of ${name}: ${most.map(([file, bytes]) => `${file.replace(/-[\w-]{8}\.js$/u, '')} ${round(bytes / 1000)}`).join(', ')} kB.`;
      }),
    ],
  };
}
