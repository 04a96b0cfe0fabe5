import type { Case, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import { aPhotoInAGroup } from './photos.cases.ts';
import { PhotoTopic } from './photos.ts';
import { addReaction, Reaction, removeReaction } from './reactions.ts';

const heart = (stage: Stage) => ({ photoId: stage.id('photo'), symbol: 'heart' });
const reacted = (stage: Stage): Step[] => [
  ...aPhotoInAGroup(stage),
  { as: 'carla', run: addReaction, input: heart(stage) },
];
const shared = {
  given: aPhotoInAGroup,
  watch: (stage: Stage) => PhotoTopic.of({ photoId: stage.id('photo') }),
  seenBy: ['alice', 'bob', 'carla'],
} as const;

export const reactionsCases: readonly Case[] = [
  {
    ...shared,
    title: 'a viewer reacts',
    as: 'carla',
    run: addReaction,
    input: heart,
    expect: 'ok',
    see: (rows, stage) =>
      rows(Reaction).some((row) => row.personId === stage.person('carla') && row.symbol === 'heart'),
  },
  {
    ...shared,
    given: reacted,
    title: 'twice is once',
    as: 'carla',
    run: addReaction,
    input: heart,
    expect: 'ok',
    see: (rows) => rows(Reaction).length === 1,
  },
  {
    ...shared,
    given: reacted,
    title: 'another person with the same symbol is another reaction',
    as: 'bob',
    run: addReaction,
    input: heart,
    expect: 'ok',
    see: (rows) => rows(Reaction).length === 2,
  },
  {
    ...shared,
    title: 'a stranger cannot react to a photo that is not shown to them',
    as: 'dan',
    run: addReaction,
    input: heart,
    expect: 'not-found',
    see: (rows) => rows(Reaction).length === 0,
  },
  {
    ...shared,
    title: 'a visitor must sign in to react',
    as: 'visitor',
    run: addReaction,
    input: heart,
    expect: 'unauthenticated',
  },
  {
    ...shared,
    title: 'only symbols of the set exist',
    as: 'bob',
    run: addReaction,
    input: (stage) => ({ ...heart(stage), symbol: 'skull' }),
    expect: 'invalid',
  },
  {
    ...shared,
    title: 'a reaction needs a proper photo id',
    as: 'bob',
    run: addReaction,
    input: (stage) => ({ ...heart(stage), photoId: 'x' }),
    expect: 'invalid',
  },
  {
    ...shared,
    given: reacted,
    title: 'a reaction is taken back',
    as: 'carla',
    run: removeReaction,
    input: heart,
    expect: 'ok',
    see: (rows) => rows(Reaction).length === 0,
  },
  {
    ...shared,
    given: reacted,
    title: 'nobody takes back the reaction of another',
    as: 'alice',
    run: removeReaction,
    input: heart,
    expect: 'not-found',
    see: (rows) => rows(Reaction).length === 1,
  },
  {
    ...shared,
    given: reacted,
    title: 'taking back needs a symbol of the set',
    as: 'carla',
    run: removeReaction,
    input: (stage) => ({ ...heart(stage), symbol: 'skull' }),
    expect: 'invalid',
  },
  {
    ...shared,
    given: reacted,
    title: 'taking back needs a proper photo id',
    as: 'carla',
    run: removeReaction,
    input: (stage) => ({ ...heart(stage), photoId: 'x' }),
    expect: 'invalid',
  },
];
