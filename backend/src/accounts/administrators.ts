import { Refusal } from '@zoetrope/contract/errors.ts';
import { makeAdministrator, Person } from '@zoetrope/contract/features/people.ts';
import { toLinkUrl, type OneTimeLinks } from './one-time-links.ts';
import type { Rows } from './rows.ts';

/** Who runs the site, and how the first one comes to it. */
export class Administrators {
  private isKnown = false;

  constructor(
    private readonly rows: Rows,
    private readonly links: OneTimeLinks,
  ) {}

  /** True when the site has an administrator. Reads all people until it meets one, and remembers: nothing takes the last one away. */
  async exist(): Promise<boolean> {
    if (this.isKnown) return true;
    const lines = await this.rows.query('select 1 from people where is_admin limit 1', []);
    return (this.isKnown = lines.length > 0);
  }

  /**
   * The one-time link that makes the administrator, on the site at `origin`; undefined when there is one.
   *
   * Effects: earlier links are void, since only the newest was printed last.
   */
  async ensureLink(origin: string): Promise<string | undefined> {
    if (await this.exist()) return undefined;
    const { token } = await this.links.makeAdministrator();
    return toLinkUrl(origin, 'administrator', token);
  }

  /** Makes this person administrator. Errors: as `byLink`. */
  make(personId: string, token: string): Promise<void> {
    return this.byLink(token, () => this.rows.runFor(personId, makeAdministrator, {}));
  }

  /**
   * Does what the link is for, for one of those who take it at once: it is used up first, and free again when `work` fails.
   * Errors: Refusal `link-used-up`, before anything is done; those of `work`.
   *
   * A crash after the claim leaves a site without administrator, for which the next start prints another link.
   */
  async byLink<T>(token: string, work: () => Promise<T>): Promise<T> {
    await this.links.claim('administrator', token);
    try {
      return await work();
    } catch (error) {
      await this.links.release(token);
      throw error;
    }
  }

  /** Errors: Refusal `forbidden`. */
  async mustBeOne(personId: string): Promise<void> {
    const person = await this.rows.find(Person, personId);
    if (!person?.isAdmin) throw new Refusal('forbidden');
  }
}
