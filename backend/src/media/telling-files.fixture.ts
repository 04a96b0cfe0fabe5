// Files that carry everything a camera, a phone or an editor ever writes beside the picture; each piece of it says `Secret`.
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { anAnimation, aHeic, aPicture, aTellingPicture, tellingProfile } from './made-pictures.fixture.ts';
import { aDng } from './made-raws.fixture.ts';
import type { PictureType } from './sniff.ts';

const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>SecretXmp 51.5 N</rdf:RDF></x:xmpmeta>';

/** One of each type that people may upload, by its name. */
export async function tellingFiles(): Promise<Record<PictureType, Buffer>> {
  return {
    jpeg: await aTellingJpeg(),
    png: await aTellingPng(),
    webp: await aTellingWebp(),
    avif: await aTellingPicture('avif'),
    gif: await aTellingGif(),
    tiff: await aTellingTiff(),
    heic: await aHeic('telling'),
    raw: aDng(await aTellingPicture('jpeg'), await aPicture('jpeg', 160, 120)),
  };
}

async function aTellingJpeg(): Promise<Buffer> {
  const jpeg = await aTellingPicture('jpeg', 6);
  const iptc = Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0f\x1c\x02\x5a\0\x0aSecretCity\0', 'latin1');
  const segments = [
    segment(0xe0, 'JFXX\0\x10SecretThumbnail'),
    segment(0xe1, thumbnailBlock()),
    segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${XMP}`),
    segment(0xe2, 'MPF\0SecretSecondPicture'),
    segment(0xe5, 'SecretMakerNote'),
    segment(0xed, iptc),
    segment(0xfe, 'SecretComment'),
  ];
  const film = Buffer.from('\0\0\0\x18ftypmp42SecretFilm', 'latin1');
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2), film]);
}

function segment(marker: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string, 'latin1');
  return Buffer.concat([Buffer.from([0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 255]), bytes]);
}

/** EXIF whose second directory points at a thumbnail. Source: EXIF 2.32, 4.5.5. */
function thumbnailBlock(): Buffer {
  const thumbnail = Buffer.from('SecretThumbnail', 'latin1');
  const head = Buffer.from('457869660000' + '4d4d002a00000008' + '0000' + '0000000e' + '0002', 'hex');
  const fields = Buffer.from('0201000400000001' + '0000002c' + '0202000400000001' + '0000000f' + '00000000', 'hex');
  return Buffer.concat([head, fields, thumbnail]);
}

async function aTellingPng(): Promise<Buffer> {
  const png = await aTellingPicture('png');
  const texts = [
    chunk('tEXt', 'Comment\0SecretComment'),
    chunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${XMP}`),
    chunk('tIME', '\x07\xe8\x05\x03\x0e\x02\x0b'),
    chunk('zzZz', 'SecretChunk'),
  ];
  const end = png.length - 12;
  return Buffer.concat([png.subarray(0, end), ...texts, png.subarray(end), Buffer.from('SecretTail')]);
}

function chunk(type: string, content: string): Buffer {
  const named = Buffer.from(type + content, 'latin1');
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

async function aTellingWebp(): Promise<Buffer> {
  const webp = await sharp(await aTellingPicture('webp'))
    .keepExif()
    .withIccProfile(tellingProfile)
    .withXmp(XMP)
    .webp()
    .toBuffer();
  const odd = Buffer.from('ODD!\x0a\0\0\0SecretOdd!', 'latin1');
  webp.writeUInt32LE(webp.readUInt32LE(4) + odd.length, 4);
  return Buffer.concat([webp, odd]);
}

async function aTellingGif(): Promise<Buffer> {
  const gif = await anAnimation('gif');
  const comment = Buffer.from('\x21\xfe\x0dSecretComment\0', 'latin1');
  const xmp = Buffer.from('\x21\xff\x0bXMP DataXMP\x09SecretXmp\0', 'latin1');
  return Buffer.concat([gif.subarray(0, -1), comment, xmp, gif.subarray(-1)]);
}

/** Its directory is written anew at the end, with a maker and an artist more. Source: TIFF 6.0, section 2. */
async function aTellingTiff(): Promise<Buffer> {
  const tiff = await sharp(await aTellingPicture('png'))
    .withIccProfile(tellingProfile)
    .withXmp(XMP)
    .tiff({ compression: 'lzw' })
    .toBuffer();
  const at = tiff.readUInt32LE(4);
  const count = tiff.readUInt16LE(at);
  const text = Buffer.from('SecretMake\0SecretArtist\0', 'latin1');
  const entry = (tag: number, length: number, from: number): Buffer => {
    const made = Buffer.alloc(12);
    made.writeUInt16LE(tag, 0);
    made.writeUInt16LE(2, 2);
    made.writeUInt32LE(length, 4);
    made.writeUInt32LE(tiff.length + from, 8);
    return made;
  };
  const old = Array.from({ length: count }, (_none, i) => tiff.subarray(at + 2 + i * 12, at + 14 + i * 12));
  const entries = [...old, entry(271, 11, 0), entry(315, 13, 11)];
  entries.sort((one, other) => one.readUInt16LE(0) - other.readUInt16LE(0));
  const size = Buffer.alloc(2);
  size.writeUInt16LE(entries.length);
  // A directory begins at an even place.
  const padding = Buffer.alloc((tiff.length + text.length) % 2);
  const made = Buffer.concat([tiff, text, padding, size, ...entries, Buffer.alloc(4)]);
  made.writeUInt32LE(tiff.length + text.length + padding.length, 4);
  return made;
}
