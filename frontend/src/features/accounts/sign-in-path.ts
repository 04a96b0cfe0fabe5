/** The address at which one signs in, and from which one comes to `next`, a path of this site. */
export const signInPath = (next: string): string => `/sign-in?next=${encodeURIComponent(next)}`;
