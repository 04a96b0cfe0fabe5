import { errorBody, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'react-intl';
import { expect, test } from 'vitest';
import { fieldsOf, RefusalNote } from './refusal-note.tsx';

const wrong = (...fields: string[]) =>
  errorBody('invalid', { fields: Object.fromEntries(fields.map((field) => [field, 'too_small'])) });
const said = (error: ErrorBody, beside?: readonly string[]) =>
  renderToStaticMarkup(
    <IntlProvider locale="en" onError={() => undefined}>
      <RefusalNote error={error} {...(beside && { beside })} />
    </IntlProvider>,
  );

test('what the inputs say themselves is not said twice, wherever the field stands in what was sent', () => {
  expect(said(wrong('name'), ['name'])).toBe('');
  expect(said(wrong('account.name', 'account.password'), ['name', 'password'])).toBe('');
  expect(fieldsOf(wrong('account.password'))).toEqual({ password: 'too_small' });
});

test('nothing is refused in silence: a field that no input shows is told of in the note', () => {
  expect(said(wrong('name'))).toContain('Something here is not right');
  expect(said(wrong('name', 'token'), ['name'])).toContain('A part of the link may be missing');
});
