import fs from 'node:fs';
import path from 'node:path';

/** The built app's index.html, read once. */
export class AppPage {
  readonly template: string;
  /** Errors: throws when `appDir` holds no index.html. */
  constructor(appDir: string) {
    this.template = fs.readFileSync(path.join(appDir, 'index.html'), 'utf8');
  }
}
