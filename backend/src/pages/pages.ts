// What the site's addresses say before any script runs, to those who may know it; a neutral page to everybody else.
import { Inject, Injectable } from '@nestjs/common';
import { Person, PersonTopic } from '@zoetrope/contract/features/people.ts';
import { Photo, PhotoTopic, type PhotoRow } from '@zoetrope/contract/features/photos.ts';
import { Site, SITE_ID, SiteTopic } from '@zoetrope/contract/features/site.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import { CURRENT_SET, photoUrl, renditionWidths } from '@zoetrope/contract/renditions.ts';
import type { FeedPhoto } from '#reads/feed-page.ts';
import { Feed } from '#reads/feed.ts';
import { TopicReader } from '#reads/topic-reader.ts';
import { html, type Html, type PageWords } from './page-html.ts';

const LEDE = 'Someone takes a picture, and everyone in the group sees it arrive.';
/** What a page without script shows of a feed. */
const SHOWN = 24;
/** Wide enough for the cards of every messenger, small enough for a phone's data. */
const CARD_WIDTH_PX = 1280;
/** Of a page without a photo for everyone. What messengers fetch they keep, so a group's photos never stand on its invite. */
const MARK = { path: '/icons/icon-512.png', widthPx: 512, heightPx: 512 };

@Injectable()
export class Pages {
  constructor(
    @Inject(TopicReader) private readonly topics: TopicReader,
    @Inject(Feed) private readonly feed: Feed,
  ) {}

  /** For a visitor the newest photos that are for everyone; whoever is signed in has an app for that. */
  async front(caller: Caller, origin: string): Promise<PageWords> {
    const title = await this.siteName(caller);
    const base = { title, description: LEDE, url: `${origin}/`, picture: markOf(origin, title) };
    if (caller.kind !== 'visitor') return base;
    const page = await this.feed.everyone(this.topics.begin(caller), SHOWN).catch(nothingWhereHidden);
    const newest = page?.photos[0];
    return {
      ...base,
      isFront: true,
      ...(newest && {
        picture: { url: origin + cardUrl(newest.id, newest.widthPx), ...cardSize(newest), alt: toAlt(newest) },
      }),
      body: html`<h1>${title}</h1>
        <p>${LEDE}</p>
        <p><a href="/sign-in">Sign in</a></p>
        ${(page?.photos ?? []).map(toFigure)}`,
    };
  }

  async photo(caller: Caller, origin: string, photoId: string): Promise<PageWords> {
    const rows = await this.topics.rows(caller, PhotoTopic.of({ photoId }));
    const photo = rows?.of(Photo)[0];
    if (!rows || !photo) return this.neutral(caller);
    const owner = (await this.nameOf(caller, photo.ownerId)) ?? 'Somebody';
    const title = photo.caption || `Photo by ${owner}`;
    return {
      title,
      description: `Photo by ${owner}`,
      url: `${origin}/p/${photoId}`,
      ...(photo.state === 'ready' && {
        picture: { url: origin + cardUrl(photo.id, photo.widthPx), ...cardSize(photo), alt: title },
      }),
      body: html`<h1>${title}</h1>
        <p>Photo by ${owner}</p>
        <img
          src="${cardUrl(photo.id, photo.widthPx)}"
          alt="${title}"
          width="${photo.widthPx}"
          height="${photo.heightPx}"
          style="max-width:100%;height:auto"
        />`,
    };
  }

  /** `invite` is undefined when the link no longer works. */
  async invite(
    caller: Caller,
    origin: string,
    invite: { groupName: string; inviterName: string } | undefined,
  ): Promise<PageWords> {
    if (!invite) return this.neutral(caller);
    const title = `Join ${invite.groupName}`;
    const description = `${invite.inviterName} invited you to share photos in ${invite.groupName}.`;
    return {
      title,
      description,
      url: `${origin}/`,
      picture: markOf(origin, await this.siteName(caller)),
      body: html`<h1>${title}</h1>
        <p>${description}</p>
        <p>To join, open this page in a browser with JavaScript.</p>`,
    };
  }

  async neutral(caller: Caller): Promise<PageWords> {
    return { title: await this.siteName(caller), description: LEDE };
  }

  private async siteName(caller: Caller): Promise<string> {
    const rows = await this.topics.rows(caller, SiteTopic.of({ siteId: SITE_ID }));
    return rows?.of(Site)[0]?.name ?? 'Zoetrope';
  }

  private async nameOf(caller: Caller, personId: string): Promise<string | undefined> {
    const rows = await this.topics.rows(caller, PersonTopic.of({ personId }));
    return rows?.of(Person)[0]?.name;
  }
}

const markOf = (origin: string, siteName: string) => {
  const { path, ...size } = MARK;
  return { ...size, url: origin + path, alt: siteName };
};

function nothingWhereHidden(error: unknown): undefined {
  if (error instanceof Refusal && error.body.kind === 'not-found') return undefined;
  throw error;
}

// Of the current set, whatever there is yet: the address of a width that is not there gives what comes nearest.
const cardWidth = (widthPx: number) =>
  renditionWidths(widthPx, CURRENT_SET).findLast((width) => width <= CARD_WIDTH_PX) ?? 320;
const cardUrl = (photoId: string, widthPx: number): string => photoUrl(photoId, `w${cardWidth(widthPx)}.jpg`);

function cardSize(photo: Pick<PhotoRow, 'widthPx' | 'heightPx'>): { widthPx: number; heightPx: number } {
  const widthPx = Math.min(cardWidth(photo.widthPx), photo.widthPx);
  return { widthPx, heightPx: Math.round((widthPx * photo.heightPx) / photo.widthPx) };
}

const toAlt = (photo: FeedPhoto): string => photo.caption || `Photo by ${photo.owner.name ?? 'somebody'}`;

const toFigure = (photo: FeedPhoto): Html =>
  html`<figure>
    <a href="${photo.page}"
      ><img
        src="${photoUrl(photo.id, 'w640.jpg')}"
        alt="${toAlt(photo)}"
        width="${photo.widthPx}"
        height="${photo.heightPx}"
        loading="lazy"
        style="max-width:100%;height:auto"
    /></a>
    <figcaption>${toAlt(photo)}</figcaption>
  </figure>`;
