// A small set of symbols that people put under a photo, each of them once.
import * as z from 'zod/mini';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity, type RowOf } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { place } from '@zoetrope/contract/kernel/topic.ts';
import { Photo, PhotoTopic } from './photos.ts';

const Symbol = z.enum(['heart', 'joy', 'wow', 'sad', 'spark', 'clap']);

export const Reaction = entity(
  'reactions',
  z.object({ id: z.string(), photoId: z.uuid(), personId: z.uuid(), symbol: Symbol, createdAt: z.iso.datetime() }),
);
export type ReactionSymbol = RowOf<typeof Reaction>['symbol'];

/** A natural key: the same person with the same symbol on the same photo is one row, however often it is sent. */
export const reactionId = (photoId: string, personId: string, symbol: ReactionSymbol): string =>
  `${photoId}:${personId}:${symbol}`;

const OfMine = z.object({ photoId: z.uuid(), symbol: Symbol });

/** Whoever sees the photo and has an account may react to it. */
export const addReaction = command('reactions.add', OfMine)
  .need('photo', (input) => Photo.at(input.photoId))
  .allow(() => true)
  .apply((facts, { symbol }, { me, now }) => [
    Reaction.put({
      id: reactionId(facts.photo.id, me, symbol),
      photoId: facts.photo.id,
      personId: me,
      symbol,
      createdAt: now,
    }),
  ]);

export const removeReaction = command('reactions.remove', OfMine)
  .need('mine', (input, caller) => Reaction.at(reactionId(input.photoId, caller.id, input.symbol)))
  .allow(() => true)
  .apply((facts) => [Reaction.remove(facts.mine.id)]);

export const reactions = feature({
  name: 'reactions',
  entities: [Reaction],
  places: [place(Reaction, PhotoTopic, { photoId: 'photoId' }, { window: { by: 'createdAt', size: 500 } })],
  commands: [addReaction, removeReaction],
  topics: [],
});
