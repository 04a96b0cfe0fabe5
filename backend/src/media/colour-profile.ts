// What of an ICC profile says which colours the pixels are. A display's own profile tells its serial number, its maker, its
// owner's name for it and when it was measured besides.

/** Source: ICC.1:2022, 9.2 (and 9.2.36 of ICC.1:2001-04 for `bkpt`): what turns pixels into colours, and nothing else. */
const OF_COLOURS = new Set([
  ...['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC', 'kTRC', 'wtpt', 'bkpt', 'chad', 'cicp', 'gamt'],
  ...['A2B0', 'A2B1', 'A2B2', 'B2A0', 'B2A1', 'B2A2', 'D2B0', 'D2B1', 'D2B2', 'D2B3', 'B2D0', 'B2D1', 'B2D2', 'B2D3'],
]);
const HEADER_BYTES = 128;
const MAX_TAGS = 100;

/**
 * The same profile, as long as it was, in which everything but its colours is blank: names, notes, makers, moments, tags that
 * a vendor invented, and whatever stands between them. undefined for what is no profile.
 */
export function onlyColours(profile: Buffer): Buffer | undefined {
  if (profile.length < HEADER_BYTES + 4 || profile.toString('latin1', 36, 40) !== 'acsp') return undefined;
  const count = profile.readUInt32BE(HEADER_BYTES);
  const tableEnd = HEADER_BYTES + 4 + 12 * count;
  if (count > MAX_TAGS || tableEnd > profile.length) return undefined;
  const clean = Buffer.alloc(profile.length);
  profile.copy(clean, 0, 0, HEADER_BYTES + 4);
  blankHeader(clean);
  const others: (readonly [from: number, to: number])[] = [];
  for (let at = HEADER_BYTES + 4; at < tableEnd; at += 12) {
    const [from, byteCount] = [profile.readUInt32BE(at + 4), profile.readUInt32BE(at + 8)];
    const to = from + byteCount;
    if (from < tableEnd || byteCount < 8 || to > profile.length) return undefined;
    profile.copy(clean, at, at, at + 12);
    const name = profile.toString('latin1', at, at + 4);
    if (OF_COLOURS.has(name)) profile.copy(clean, from, from, to);
    else others.push([from, to]);
    // A name of its own may be told by the name of a tag.
    if (!OF_COLOURS.has(name) && !TEXTS.has(name)) clean.write('none', at, 'latin1');
  }
  for (const [from, to] of others) writeNothing(profile, clean, from, to);
  return clean;
}

/** Every profile must have these two, and programs look for them. */
const TEXTS = new Set(['desc', 'cprt']);

/** When it was made, for which device and by which program, and its checksum. Source: ICC.1:2022, table 17. */
function blankHeader(header: Buffer): void {
  const made = [2000, 1, 1, 0, 0, 0];
  made.forEach((number, i) => header.writeUInt16BE(number, 24 + 2 * i));
  header.fill(0, 48, 56);
  header.fill(0, 80, HEADER_BYTES);
}

const NAME = 'colours';

/** A tag of the same kind that says nothing. Where a kept tag has the same bytes, they stay. */
function writeNothing(profile: Buffer, clean: Buffer, from: number, to: number): void {
  if (clean.subarray(from, to).some((byte) => byte !== 0)) return;
  const kind = profile.toString('latin1', from, from + 4);
  const text = Buffer.alloc(to - from);
  text.write(KINDS.has(kind) ? kind : 'text', 'latin1');
  // Source: ICC.1:2001-04, 6.5.17 (desc), ICC.1:2022, 10.15 (mluc): one text, in English.
  if (kind === 'desc' && text.length >= 90 + NAME.length + 1) {
    text.writeUInt32BE(NAME.length + 1, 8);
    text.write(NAME, 12, 'latin1');
  } else if (kind === 'mluc' && text.length >= 28 + 2 * NAME.length) {
    text.writeUInt32BE(1, 8);
    text.writeUInt32BE(12, 12);
    text.write('enUS', 16, 'latin1');
    text.writeUInt32BE(2 * NAME.length, 20);
    text.writeUInt32BE(28, 24);
    text.write(NAME, 28, 'utf16le');
    text.subarray(28, 28 + 2 * NAME.length).swap16();
  } else if (kind === 'mluc' && text.length >= 16) text.writeUInt32BE(12, 12);
  text.copy(clean, from);
}

/** Whose empty form is known; anything else becomes an empty text. */
const KINDS = new Set(['desc', 'mluc', 'text']);
