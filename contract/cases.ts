// Every declared case, by feature. Read by the conformance suite and by the mutation gate, never by the product.
import type { Case } from './kernel/case.ts';
import { commentsCases } from './features/comments.cases.ts';
import { groupsCases } from './features/groups.cases.ts';
import { photosCases } from './features/photos.cases.ts';

export const cases: Readonly<Record<string, readonly Case[]>> = {
  groups: groupsCases,
  photos: photosCases,
  comments: commentsCases,
};
