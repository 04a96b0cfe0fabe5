// Every feature of the product, in the line in which each may use earlier ones. Adding a feature adds its lines here.
import { audiences } from './features/audiences.ts';
import { comments } from './features/comments.ts';
import { friends } from './features/friends.ts';
import { groups } from './features/groups.ts';
import { invites } from './features/invites.ts';
import { members } from './features/members.ts';
import { people } from './features/people.ts';
import { photos } from './features/photos.ts';
import { reactions } from './features/reactions.ts';
import { site } from './features/site.ts';
import { presence } from './features/presence.ts';
import { rolls } from './features/rolls.ts';
import { Registry } from './kernel/registry.ts';

export const registry = new Registry([
  people,
  site,
  friends,
  groups,
  members,
  invites,
  audiences,
  rolls,
  photos,
  comments,
  reactions,
  presence,
]);
