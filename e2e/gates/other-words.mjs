// What G2 lets pass: strings that read like the name of something declared and are words of something else.

/** Words with a meaning of their own wherever they stand. */
export const vocabularies = [
  // For whom a photo is: `to` of AudienceInput (contract/features/audiences.ts); the compiler holds it to its values.
  /\bto(?:\s*[!=]==|:)\s*'(?:group|friends|everyone)'(?:\s*\|\s*'(?:group|friends|everyone)')*/gu,
  // Pictures of ui/icon.
  /\bicon(?:=|:\s*)(['"])(?:people|person|groups)\1/gu,
  // ARIA.
  /\brole="group"/gu,
];

/** The first parts of the addresses of pages that are named after what they show: frontend/src/app/routes.tsx. */
export const addresses = ['groups', 'people', 'friends', 'invite'];

const motif = 'the easel paints a photo or a face';
const openApiTag = 'the heading of these operations in /api/docs';
const selected = 'what the `select` of a text chooses by';
const tab = 'which page of the group is shown, of two or three';
const audience = 'for whom, as `to` of AudienceInput';
const beforeTheApp = 'runs before the app: the declaration itself would bring all schemas along';
const iconOfPlace = 'a picture of ui/icon';

/** file -> the words as they stand there -> why. Words that are there no more are an offence too. */
export const otherWords = {
  'backend/src/accounts/accounts.controller.ts': {
    "@Get('me')": 'who is signed in, of the session and not of the topic',
  },
  'backend/src/accounts/invites.controller.ts': {
    "@Controller('api/invites')": 'a token is looked at and used by people without an account: no command can',
    "'GET /api/invites/…'": 'the same road, as a line of the log',
  },
  'backend/src/demo/easel.ts': { "kind: 'photo' | 'face'": motif },
  'backend/src/demo/easel.worker.ts': { "motif.kind === 'photo'": motif },
  'backend/src/demo/town.ts': { "kind: 'photo'": motif },
  'backend/src/media/described-bytes.ts': {
    "const tags = ['uploads']": openApiTag,
    "tags: ['photos']": openApiTag,
    "'/photos/{photoId}/{rendition}'": 'the road of the bytes, as media.module.ts has it',
  },
  'backend/src/media/media.module.ts': {
    "'/photos/:photoId/:rendition'": 'the road of the bytes: they are streamed, and no rows',
  },
  'backend/src/media/places.ts': { "place('uploads')": 'a folder, or the first part of a key in S3' },
  'backend/src/media/quotas.ts': {
    "lockRoom(manager, 'site')": 'a lock for the room that all photos take together',
    "where id = 'site'": 'the one row of a table of the store',
  },
  'backend/src/media/unfinished-photos.controller.ts': {
    "@Controller('api/unfinished-photos')": 'jobs of the worker, which are no rows',
  },
  'backend/src/media/upload-kinds.controller.ts': {
    "@ApiTags('uploads')": openApiTag,
    "@Controller('api/upload-kinds')": 'what this machine can decode, asked before an upload',
  },
  'backend/src/pages/first-answers.controller.ts': {
    "'contract', 'me', 'batches'": 'fields of FirstAnswers, described',
  },
  'backend/src/pages/first-answers.ts': { '"me":': 'a field of FirstAnswers, written without a detour over an object' },
  'backend/src/pages/pages.controller.ts': {
    "@Get('/p/:photoId')": 'the page of a photo, with its preview for messengers',
    "@Get('/invite/:token')": 'the page of an invitation, with its preview for messengers',
  },
  'backend/src/reads/feed.controller.ts': {
    "@Get('groups/:groupId')": 'the plain feed for scripts, by audience',
    "@Get('friends')": 'the plain feed for scripts, by audience',
    '`photos`, newest first': 'prose about a field of the answer',
  },
  'frontend/src/app/frame.tsx': { "}), 'groups')": iconOfPlace, "}), 'people')": iconOfPlace },
  'frontend/src/features/comments/comments.tsx': { 'className="comments"': 'a class of the style sheet' },
  'frontend/src/features/comments/unsent.ts': { '`comment:${photoId}`': 'the name of a draft on this device' },
  'frontend/src/features/groups/group-frame.tsx': { "'people' | 'about'": tab },
  'frontend/src/features/groups/group-header.tsx': {
    "'photos' | 'people' | 'about'": tab,
    "current === 'photos'": tab,
  },
  'frontend/src/features/groups/lately.tsx': { "? 'me' : 'other'": selected },
  'frontend/src/features/photos/audience-named.tsx': { "? 'friends' : 'group'": audience },
  'frontend/src/features/photos/photo-tile.tsx': { "'comments' | 'fresh'": 'the marks on a tile, each with its text' },
  'frontend/src/features/photos/roll-view.tsx': { "? 'me' : 'other'": selected },
  'frontend/src/features/photos/share-dialog.tsx': { "'everyone' : 'friends'": audience },
  'frontend/src/features/presence/right-now.tsx': { "? 'group' : friendsOfId ? 'friends'": audience },
  'frontend/src/features/self-check/proxy-lines.ts': {
    'location /api/uploads': 'lines for the nginx of whoever runs the site, shown to be copied',
  },
  'frontend/src/features/uploads/audiences.ts': { "value: 'friends'": audience },
  'frontend/src/pages/first-pictures.ts': {
    "rowsOf<RowOf<typeof Group>>('groups')": beforeTheApp,
    "rowsOf<PhotoRow>('photos')": beforeTheApp,
  },
  'frontend/src/pages/group-page.tsx': { 'current="photos"': tab },
  'frontend/src/pages/group-people-page.tsx': { 'current="people"': tab },
  'frontend/src/worker/shared.ts': { "getAll('photos')": 'a field of the share target, named in the manifest' },
};
