import { describe, expect, test } from 'vitest';
import { errorBody } from '@zoetrope/contract/errors.ts';
import { refusalOf } from './transfer.ts';

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
    ['the server asks for patience', anAnswer(429, JSON.stringify(errorBody('slow-down')))],
    ['the server is busy', anAnswer(503, JSON.stringify(errorBody('unavailable')))],
    ['the server failed, and keeps the bytes', anAnswer(500, JSON.stringify(errorBody('internal')))],
    ['the session has ended', anAnswer(401, JSON.stringify(errorBody('session-ended')))],
    ['an earlier request still holds the upload', anAnswer(423, '')],
  ])('is no refusal when %s', (_what, error) => {
    expect(refusalOf(error)).toBeUndefined();
  });
});
