import type { Case, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import { editSite, Site, SITE_ID, SiteTopic } from './site.ts';

/** Photos may be shown to everyone, or not: the cases that rest on it say so. */
export const everyoneIs = (everyone: boolean): Step => ({ as: 'alice', run: editSite, input: { everyone } });

const shared = {
  given: () => [everyoneIs(true)],
  run: editSite,
  watch: (_stage: Stage) => SiteTopic.of({ siteId: SITE_ID }),
  seenBy: ['alice', 'bob', 'carla', 'dan', 'visitor'],
  alone: true,
} as const;

export const siteCases: readonly Case[] = [
  {
    ...shared,
    title: 'the administrator renames the site',
    as: 'alice',
    input: (stage) => ({ name: `Summer ${stage.id('name')}` }),
    expect: 'ok',
    see: (rows, stage) => rows(Site)[0]?.name === `Summer ${stage.id('name')}` && rows(Site)[0]?.everyone === true,
  },
  {
    ...shared,
    title: 'the administrator switches sharing with everyone off',
    as: 'alice',
    input: () => ({ everyone: false }),
    expect: 'ok',
    see: (rows) => rows(Site)[0]?.everyone === false,
  },
  {
    ...shared,
    title: 'the administrator gives each person so much room',
    as: 'alice',
    input: () => ({ personMegabytes: 20_000 }),
    expect: 'ok',
    see: (rows) => rows(Site)[0]?.personMegabytes === 20_000,
  },
  {
    ...shared,
    title: 'room is not taken away altogether',
    as: 'alice',
    input: () => ({ personMegabytes: 0 }),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'nobody else edits the site',
    as: 'bob',
    input: () => ({ name: 'Mine' }),
    expect: 'forbidden',
  },
  {
    ...shared,
    title: 'a visitor does not edit the site',
    as: 'visitor',
    input: () => ({ name: 'Mine' }),
    expect: 'unauthenticated',
  },
  { ...shared, title: 'the site has a name', as: 'alice', input: () => ({ name: ' ' }), expect: 'invalid' },
  {
    ...shared,
    title: 'there are three ways to sign up',
    as: 'alice',
    input: () => ({ signUp: 'maybe' }),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'sharing with everyone is on or off',
    as: 'alice',
    input: () => ({ everyone: 'sometimes' }),
    expect: 'invalid',
  },
];
