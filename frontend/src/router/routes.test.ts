import { expect, test } from 'vitest';
import { findRoute, type Route } from './routes.ts';

const load = () => Promise.reject(new Error('not loaded here'));
const routes: Route[] = ['/', '/g/:groupId', '/g/:groupId/people', '/settings', '*'].map((path) => ({ path, load }));
const found = (pathname: string) => {
  const { route, params } = findRoute(routes, pathname)!;
  return [route.path, params];
};

test('an address leads to its page, with its parameters', () => {
  expect(found('/')).toEqual(['/', {}]);
  expect(found('/g/lake')).toEqual(['/g/:groupId', { groupId: 'lake' }]);
  expect(found('/g/lake/people/')).toEqual(['/g/:groupId/people', { groupId: 'lake' }]);
  expect(found('/g/a%20b')).toEqual(['/g/:groupId', { groupId: 'a b' }]);
  expect(found('/g/%')).toEqual(['/g/:groupId', { groupId: '%' }]);
});

test('what is no page leads nowhere', () => {
  expect(found('/g')).toEqual(['*', {}]);
  expect(found('/g/lake/else')).toEqual(['*', {}]);
  expect(found('/settings/more')).toEqual(['*', {}]);
});
