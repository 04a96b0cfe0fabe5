// As much of WebDriver as a journey needs, for an engine that nothing else drives. Source: W3C WebDriver, level 2.
import fs from 'node:fs';
import { until } from '#support/until.ts';

const MINIBROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
/** Software drawing on a busy machine. */
const PATIENCE_MS = 60_000;

/** An element, as the protocol names it. */
type Element = Readonly<Record<string, string>>;

export class Session {
  private constructor(
    private readonly url: string,
    /** "2.50.6". */
    readonly version: string,
  ) {}

  static async open(driver: string): Promise<Session> {
    const options = { binary: MINIBROWSER, args: ['--automation', '--private', '--geometry=1280x850'] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } };
    const opened = await send<{ sessionId: string; capabilities: { browserVersion: string } }>(
      'POST',
      `${driver}/session`,
      { capabilities },
    );
    return new Session(`${driver}/session/${opened.sessionId}`, opened.capabilities.browserVersion);
  }

  close(): Promise<unknown> {
    return send('DELETE', this.url);
  }

  goTo(address: string): Promise<unknown> {
    return send('POST', `${this.url}/url`, { url: address });
  }
  run<T>(script: string, ...args: readonly unknown[]): Promise<T> {
    return send<T>('POST', `${this.url}/execute/sync`, { script, args });
  }

  /** The first that is seen, of what is labelled, named or written so; waits for it. */
  see(name: string): Promise<Element> {
    return until(
      `“${name}” is there`,
      async () => (await this.run<Element | null>(FIND, name)) ?? undefined,
      PATIENCE_MS,
    );
  }
  async press(name: string): Promise<void> {
    await this.act(name, 'click', {});
  }
  async type(name: string, text: string): Promise<void> {
    await this.act(name, 'value', { text });
  }
  /** What is found may be drawn anew before it is used: then it is looked for again. */
  private async act(name: string, act: 'click' | 'value', body: object): Promise<void> {
    let last: unknown;
    const isDone = async () => {
      try {
        await send('POST', `${this.url}/element/${idOf(await this.see(name))}/${act}`, body);
        return true;
      } catch (error) {
        last = error;
        return false;
      }
    };
    await until(`“${name}” takes a ${act}`, isDone, PATIENCE_MS).catch(() => {
      throw last;
    });
  }

  /** Chooses a file where `selector` is. */
  async choose(selector: string, file: string): Promise<void> {
    const input = await send<Element>('POST', `${this.url}/element`, { using: 'css selector', value: selector });
    await send('POST', `${this.url}/element/${idOf(input)}/value`, { text: file });
  }

  async picture(file: string): Promise<void> {
    fs.writeFileSync(file, Buffer.from(await send<string>('GET', `${this.url}/screenshot`), 'base64'));
  }
}

/** A field by its label, else a button, link or picture by its name, else what says just that. */
const FIND = `
  const [name] = arguments;
  const isSeen = (one) => one && one.getClientRects().length > 0 && one.checkVisibility({ visibilityProperty: true });
  const says = (text) => (text ?? '').replace(/\\s+/g, ' ').trim() === name;
  const label = [...document.querySelectorAll('label')].find((one) => says(one.textContent));
  if (label && isSeen(label.control)) return label.control;
  for (const one of document.querySelectorAll('button, a, [role=menuitem], img, textarea, input')) {
    if (isSeen(one) && (says(one.ariaLabel) || says(one.alt) || says(one.textContent))) return one;
  }
  return [...document.querySelectorAll('h1, h2, h3, p, span, li')].find((one) => isSeen(one) && says(one.textContent)) ?? null;
`;

const idOf = (element: Element): string => Object.values(element)[0]!;

async function send<T>(method: string, url: string, body?: object): Promise<T> {
  const answer = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await answer.json()) as { value: T & { message?: string } };
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname.split('/').slice(3).join('/')}: ${value.message}`);
  return value;
}
