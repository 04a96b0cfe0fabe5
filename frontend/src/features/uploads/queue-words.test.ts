import { describe, expect, test } from 'vitest';
import { errorBody } from '@zoetrope/contract/errors.ts';
import { anEntry } from './queue.fixture.ts';
import { toOverall, toSecondsLeft, toStateWords, toSummary, toTitle } from './queue-words.ts';
import { english } from '#words/english.fixture.ts';

const MB = 1024 * 1024;
const aFile = anEntry;

describe('the tray', () => {
  test('says what goes where', () => {
    const entries = [aFile('done'), aFile('moving', { sentBytes: 2 * MB }), aFile('refused')];
    expect(toTitle(english, entries, { to: 'group', name: 'Lake house' })).toBe('Adding 2 photos to Lake house');
    expect(toSummary(english, entries)).toBe('1 done, 1 needs you');
    expect(toOverall(entries)).toBe(0.75);
  });

  test('says what came of it', () => {
    expect(toTitle(english, [aFile('done')], { to: 'friends', name: '' })).toBe('A photo added for your friends');
    expect(toTitle(english, [aFile('refused')], { to: 'mixed', name: '' })).toBe('Nothing was added');
  });

  test.each([
    ['3.1 MB of 4.2 MB', aFile('moving', { sentBytes: 3 * MB })],
    ['2 kB of 40 kB', aFile('moving', { bytes: 40_000, sentBytes: 2_000 })],
    ['Waiting for the connection', aFile('stopped', { sentBytes: 0 })],
    ['Almost there', aFile('moving', { sentBytes: 4 * MB })],
    [
      'The connection dropped at 75%. Nothing is lost; it carries on from there.',
      aFile('stopped', { sentBytes: 3 * MB }),
    ],
    [
      'Something broke on the server. It has been noted; nothing of yours is lost.',
      aFile('stopped', { sentBytes: 3 * MB, error: errorBody('internal') }),
    ],
    ['The file is empty.', aFile('refused', { error: errorBody('photo-empty') })],
  ])('says of a file: %s', (words, entry) => {
    expect(toStateWords(english, entry)).toBe(words);
  });

  test('says how long it will take at the speed of now, and nothing where that would be a guess', () => {
    const entries = [aFile('moving', { sentBytes: 2 * MB, bytesPerS: MB / 10 }), aFile('waiting')];
    expect(toSecondsLeft(entries)).toBe(60);
    expect(toSummary(english, entries)).toBe('About 1 min left');
    expect(toSummary(english, [aFile('moving')])).toBe('');
  });
});
