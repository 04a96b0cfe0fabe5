import type { ComponentType } from 'react';

export interface Route {
  /** `/g/:groupId`: a part that begins with a colon is a parameter; `*` is every address. */
  readonly path: string;
  /** Fetches the page; called when the address is first visited. Errors: rejects when its files do not come. */
  readonly load: () => Promise<ComponentType>;
  /** Stands in the frame of the app. */
  readonly isFramed?: boolean;
}

export type Params = Readonly<Record<string, string | undefined>>;

/** The first route of the list that has this address. */
export function findRoute(routes: readonly Route[], pathname: string): { route: Route; params: Params } | undefined {
  for (const route of routes) {
    const params = match(route.path, pathname);
    if (params) return { route, params };
  }
  return undefined;
}

function match(path: string, pathname: string): Params | undefined {
  if (path === '*') return {};
  const wanted = partsOf(path);
  const given = partsOf(pathname);
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const there = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decode(there);
    else if (part !== there) return undefined;
  }
  return params;
}

/** A slash at the end leads to the same page. */
const partsOf = (path: string): string[] => path.split('/').filter(Boolean);

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
