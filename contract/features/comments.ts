// What people say under a photo.
import * as z from 'zod/mini';
import { command } from '@zoetrope/contract/kernel/command.ts';
import { entity } from '@zoetrope/contract/kernel/entity.ts';
import { feature } from '@zoetrope/contract/kernel/feature.ts';
import { place } from '@zoetrope/contract/kernel/topic.ts';
import { LIMITS, visibleText } from '@zoetrope/contract/limits.ts';
import { mayAs } from './groups.ts';
import { audienceOf, Photo, PhotoTopic, Tally } from './photos.ts';

const Body = visibleText(LIMITS.commentGraphemes);

export const Comment = entity(
  'comments',
  z.object({
    id: z.uuid(),
    photoId: z.uuid(),
    authorId: z.uuid(),
    body: Body,
    createdAt: z.iso.datetime(),
    editedAt: z.nullable(z.iso.datetime()),
  }),
);

/** Whoever sees the photo and has an account may comment on it. */
export const addComment = command('comments.add', z.object({ id: z.uuid(), photoId: z.uuid(), body: Body }))
  .need('photo', (input) => Photo.at(input.photoId))
  .allow(() => true)
  .apply((_facts, input, { me, now }) => [
    Comment.create({
      id: input.id,
      photoId: input.photoId,
      authorId: me,
      body: input.body,
      createdAt: now,
      editedAt: null,
    }),
    Tally.inc(input.photoId, { comments: 1 }),
  ]);

export const editComment = command('comments.edit', z.object({ id: z.uuid(), body: Body }))
  .need('comment', (input) => Comment.at(input.id))
  .allow((facts, _input, { me }) => facts.comment.authorId === me)
  .apply((_facts, input, { now }) => [Comment.set(input.id, { body: input.body, editedAt: now })]);

/** By its author, by the photo's owner, or by an admin of the photo's group. */
export const removeComment = command('comments.remove', z.object({ id: z.uuid() }))
  .need('comment', (input) => Comment.at(input.id))
  .need('photo', (_input, _caller, facts) => Photo.at(facts.comment.photoId))
  .fact('member', (_input, caller, facts) => audienceOf.member(facts.photo, caller))
  .allow(
    (facts, _input, { me }) =>
      facts.comment.authorId === me || facts.photo.ownerId === me || mayAs('admin', facts.member),
  )
  .apply((facts) => [Comment.remove(facts.comment.id), Tally.inc(facts.photo.id, { comments: -1 })]);

export const comments = feature({
  name: 'comments',
  entities: [Comment],
  places: [place(Comment, PhotoTopic, { photoId: 'photoId' }, { window: { by: 'createdAt', size: 200 } })],
  commands: [addComment, editComment, removeComment],
  topics: [],
});
