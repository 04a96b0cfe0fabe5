// docs/browsers.md, from a run of everything in both engines; a run of a part writes nothing.
import fs from 'node:fs';
import path from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';

const file = path.resolve(import.meta.dirname, '..', '..', 'docs', 'browsers.md');
const HEAD = `# Other browsers

Written by \`npm run e2e:browsers\`, by a run of everything; never by hand. The daily tests are on Chromium, at the sizes of a
desk, a Pixel and an iPhone. Here are the same journeys in Debian's Firefox, driven by Playwright over WebDriver BiDi, and the
main one in two WebKitGTKs that see each other, over WebDriver. Both come from Debian's packages into \`.cache\`, and nothing is
installed. Specs that speak Chromium's own protocol (fingers, slow networks, forced colours) are left out: \`browsers.config.ts\`
in \`e2e/browsers\` names them. WebKitGTK is the engine of Safari without Apple's own parts; no run here is one of Safari.
`;
const NAMES: Readonly<Record<string, string>> = { firefox: 'Firefox', webkit: 'WebKitGTK' };

interface Line {
  readonly engine: string;
  readonly title: string;
  readonly verdict: string;
}

// oxlint-disable-next-line import/no-default-export -- Playwright takes a reporter by it.
export default class BrowsersPage implements Reporter {
  private readonly lines: Line[] = [];
  private readonly versions = new Map<string, string>();
  private isWhole = true;

  onBegin(config: FullConfig, suite: Suite): void {
    const hasBoth = Object.keys(NAMES).every((name) => suite.suites.some(({ title }) => title === name));
    const [, , ...narrowing] = process.argv.slice(process.argv.indexOf('test') + 1);
    this.isWhole = hasBoth && narrowing.length === 0;
    for (const { name, metadata } of config.projects) {
      if (typeof metadata['engine'] === 'string') this.versions.set(name, metadata['engine']);
    }
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const [, engine = ''] = test.titlePath();
    for (const { type, description } of result.annotations) {
      if (type === 'engine' && description) this.versions.set(engine, description);
    }
    const verdict = result.status === 'passed' ? 'passed' : result.status === 'skipped' ? 'skipped' : '**failed**';
    this.lines.push({ engine, title: test.title, verdict });
  }

  onEnd(): void {
    if (!this.isWhole) return;
    const day = new Date().toISOString().slice(0, 10);
    const sections = Object.entries(NAMES).map(([engine, name]) => {
      const lines = this.lines.filter((line) => line.engine === engine);
      const passed = lines.filter(({ verdict }) => verdict === 'passed').length;
      const rows = lines.map(({ title, verdict }) => `| ${title.replaceAll('|', '\\|')} | ${verdict} |`).toSorted();
      return [
        `## ${this.versions.get(engine) ?? name}`,
        '',
        `${day}: ${passed} of ${lines.length} passed.`,
        '',
        '| journey | verdict |',
        '|---|---|',
        ...rows,
      ].join('\n');
    });
    fs.writeFileSync(file, `${[HEAD.trimEnd(), ...sections].join('\n\n')}\n`);
  }
}
