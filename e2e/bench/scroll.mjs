// P10: a group of ten thousand photos in a real browser. Some dozens are uploaded as people do; the others are the same
// pictures under ids of their own, written into the tables, for nobody watches while they come.
import { fillGroup } from './fill-group.mjs';
import { APP_DIR, inBrowser } from './in-browser.mjs';
import { marked, percent, round, verdict } from './report.mjs';

const COUNT = 10_000;
/** Width divided by height, as cameras and people make them. */
const RATIOS = [1.5, 1.5, 1.333, 0.667, 0.75, 1.777, 1, 0.5625, 2.8];
const PICTURES = 36;

export async function scroll({ site, disturbed }) {
  const server = await site.startServer({ env: { APP_DIR } });
  try {
    const groupId = await fillGroup(site, server, { count: COUNT, pictures: PICTURES, ratios: RATIOS });
    const row = await disturbed(() => inBrowser('scroll', site, server, { BENCH_GROUP: groupId }));
    return { count: COUNT, ...row };
  } finally {
    await server.stop();
  }
}

/** Source: the targets of the design, P10. */
const LONGEST_FRAME_MS = 50;

export function scrollSection(row) {
  const gaps = row.gaps.toSorted((a, b) => a - b);
  const at = (share) => gaps[Math.floor(share * (gaps.length - 1))] ?? 0;
  const late = gaps.filter((gap) => gap > LONGEST_FRAME_MS).length;
  const tasks = row.tasks.toSorted((a, b) => b - a);
  const isDisturbed = row.others > 0.1;
  return {
    title: `a group of ${row.count.toLocaleString('en')} photos in a browser`,
    conditions:
      'A desktop window of 1440 × 900 in headless Chromium, which draws in software on the same cores as the server. A wheel turns ' +
      '900 px each 60 ms and more until the oldest photo is reached; pages of 120 rows come on the way. Then half the way back, a photo is opened and left again.',
    columns: [
      '',
      'frames',
      'p50 / p99 / longest ms',
      'over 50 ms',
      'tiles / elements at most',
      'heap MiB at first / in the end',
      'others took',
    ],
    rows: [
      [
        marked('scrolling to the end', row),
        gaps.length,
        `${round(at(0.5))} / ${round(at(0.99))} / ${round(at(1))}`,
        late,
        `${row.mostTiles} / ${row.mostNodes}`,
        `${round(row.atStart.heapMiB)} / ${round(row.atEnd.heapMiB)}`,
        percent(row.others),
      ],
    ],
    findings: [
      `No frame over ${LONGEST_FRAME_MS} ms: ${verdict(late === 0, isDisturbed)}; script that held the page for over 50 ms: ${tasks.length} times, at most ${round(tasks[0] ?? 0, 0)} ms.`,
      `Memory bounded: at most ${row.mostTiles} tiles and ${row.mostNodes} elements in the document over ${round(row.heightPx / 1000, 0)} thousand pixels; rows that are known cost ${round(((row.atEnd.heapMiB - row.atStart.heapMiB) * 1024) / row.count)} KiB each.`,
      `Back from a photo the row stands ${round(row.driftPx, 2)} px from where it was: ${verdict(row.driftPx <= 0.5, false)}.`,
    ],
  };
}
