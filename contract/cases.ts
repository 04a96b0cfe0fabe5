// Every case, by feature: those that are declared beside it, and those that follow from its commands' inputs. Read by the conformance suite and by the mutation gate, never by the product.
import type { Case } from './kernel/case.ts';
import { malformedCases } from './malformed.cases.ts';
import { registry } from './registry.ts';
import { commentsCases } from './features/comments.cases.ts';
import { friendsCases } from './features/friends.cases.ts';
import { groupEndingsCases } from './features/group-endings.cases.ts';
import { groupsCases } from './features/groups.cases.ts';
import { invitesCases } from './features/invites.cases.ts';
import { leavingCases } from './features/leaving.cases.ts';
import { membersCases } from './features/members.cases.ts';
import { peopleCases } from './features/people.cases.ts';
import { photoAudienceCases } from './features/photo-audience.cases.ts';
import { photosCases } from './features/photos.cases.ts';
import { reactionsCases } from './features/reactions.cases.ts';
import { siteCases } from './features/site.cases.ts';
import { rollsCases } from './features/rolls.cases.ts';

const declared: Readonly<Record<string, readonly Case[]>> = {
  people: peopleCases,
  site: siteCases,
  friends: friendsCases,
  groups: [...groupsCases, ...groupEndingsCases],
  members: [...membersCases, ...leavingCases],
  invites: invitesCases,
  rolls: rollsCases,
  photos: [...photosCases, ...photoAudienceCases],
  comments: commentsCases,
  reactions: reactionsCases,
};

export const cases: Readonly<Record<string, readonly Case[]>> = {
  ...declared,
  malformed: malformedCases(registry, Object.values(declared).flat()),
};
