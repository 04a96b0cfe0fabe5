import { describe, expect, test } from 'vitest';
import { errorBody, KIND_OF, type ErrorCode } from '@zoetrope/contract/errors.ts';
import { isPassing, refusalOf } from './transfer.ts';

const anAnswer = (status: number, body = '', header?: string) =>
  Object.assign(new Error('tus'), {
    originalResponse: { getStatus: () => status, getBody: () => body, getHeader: () => header },
  });

describe('an error of an upload', () => {
  test('is a refusal when the server gave one of our codes, in its body or its header', () => {
    expect(refusalOf(anAnswer(415, JSON.stringify(errorBody('photo-damaged'))))?.code).toBe('photo-damaged');
    expect(refusalOf(anAnswer(415, '', 'photo-not-an-image'))?.code).toBe('photo-not-an-image');
    expect(refusalOf(anAnswer(503, JSON.stringify(errorBody('disk-full'))))?.code).toBe('disk-full');
  });

  test('is a proxy’s refusal of a body that is too large', () => {
    expect(refusalOf(anAnswer(413, '<html>'))?.code).toBe('photo-too-large');
  });

  test.each([
    ['no answer came', new Error('network')],
    ['a proxy has no server behind it', anAnswer(502, '<html>')],
    ['an earlier request still holds the upload', anAnswer(423, '')],
  ])('is no refusal when %s', (_what, error) => {
    expect(refusalOf(error)).toBeUndefined();
  });

  test('passes by itself for these codes alone; every other one is a person’s to answer', () => {
    const codes = Object.keys(KIND_OF) as ErrorCode[];
    expect(codes.filter((code) => isPassing(errorBody(code))).toSorted()).toEqual([
      ...['internal', 'session-ended', 'slow-down', 'unauthenticated', 'unavailable', 'wrong-password'],
    ]);
  });
});
