// One picture that two pages share: it grows from its tile into the photo page and back. Where the browser has no View
// Transitions, or somebody wants less motion, the pages simply change.
const NAME = 'shared-picture';
let marked: HTMLElement | undefined;

/** This element is the one that the next change of pages carries over; two with one name would stop the transition. */
export function markShared(element: HTMLElement | null | undefined): void {
  marked?.style.removeProperty('view-transition-name');
  marked = element ?? undefined;
  marked?.style.setProperty('view-transition-name', NAME);
}

const reduced = matchMedia('(prefers-reduced-motion: reduce)');

/** Whether a change of pages may be shown as a movement now. */
export const mayMove = (): boolean => !reduced.matches;
