// Runs in a thread of its own, which `heic.ts` starts and ends: decodes one HEIC and posts its pixels. JavaScript, because
// a thread loads its file by itself, in tests from the sources.
import { parentPort, workerData } from 'node:worker_threads';
import libheif from 'libheif-js/wasm-bundle.js';

const { bytes, maxPixels, maxMemoryBytes } = workerData;
const PAGE_BYTES = 65_536;

// The decoder's memory is WebAssembly's, which no limit of a thread counts. Growing is refused as a full machine would.
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function growWithin(pages) {
  if (this.buffer.byteLength + pages * PAGE_BYTES > maxMemoryBytes) throw new RangeError('too much memory');
  return grow.call(this, pages);
};

try {
  const { pixels, ...about } = decode();
  parentPort.postMessage({ pixels, ...about }, [pixels.buffer]);
} catch (error) {
  parentPort.postMessage({ failure: error instanceof Error ? error.message : 'not a HEIC' });
}

function decode() {
  const context = libheif.heif_context_alloc();
  libheif.heif_context_set_maximum_image_size_limit(context, Math.ceil(Math.sqrt(maxPixels)) * 4);
  const read = libheif.heif_context_read_from_memory(context, bytes);
  if (read.code !== libheif.heif_error_code.heif_error_Ok) throw new Error(read.message);
  const handle = libheif.heif_js_context_get_primary_image_handle(context);
  if (!handle || handle.code) throw new Error('no primary picture');
  const widthPx = libheif.heif_image_handle_get_width(handle);
  const heightPx = libheif.heif_image_handle_get_height(handle);
  if (widthPx * heightPx > maxPixels) throw new Error('too many pixels');
  const channels = libheif.heif_image_handle_has_alpha_channel(handle) ? 4 : 3;
  const plane = decodeStrictly(handle.$$.ptr, channels);
  return { widthPx: plane.width, heightPx: plane.height, channels, pixels: packed(plane, channels) };
}

/**
 * What libheif's functions for JavaScript cannot be told: that a tile which is missing or damaged is no picture. They leave it green.
 * Source: libheif 1.23, heif_decoding.h (`heif_decoding_options`, whose 22nd byte is `strict_decoding`) and heif_error.h.
 */
function decodeStrictly(handle, channels) {
  const { heif_chroma: chroma, heif_colorspace: space } = libheif;
  const layout = channels === 4 ? chroma.heif_chroma_interleaved_RGBA : chroma.heif_chroma_interleaved_RGB;
  const options = libheif._heif_decoding_options_alloc();
  if (libheif.HEAPU8[options] < 3) throw new Error('a decoder that cannot be strict');
  libheif.HEAPU8[options + 21] = 1;
  // An error is three words; behind it the picture's address, and later the length of a row.
  const answer = libheif._malloc(16);
  const word = (at) => libheif.HEAPU32[(answer >> 2) + at];
  // Ten bits of a channel become eight here.
  libheif._heif_decode_image(answer, handle, answer + 12, space.heif_colorspace_RGB.value, layout.value, options);
  if (word(0) !== libheif.heif_error_code.heif_error_Ok.value) throw new Error(textAt(word(2)));
  const image = word(3);
  const channel = libheif.heif_channel.heif_channel_interleaved.value;
  const pixels = libheif._heif_image_get_plane_readonly2(image, channel, answer + 12);
  if (pixels === 0) throw new Error('no pixels');
  const width = libheif._heif_image_get_width(image, channel);
  const height = libheif._heif_image_get_height(image, channel);
  return { width, height, stride: word(3), data: libheif.HEAPU8.subarray(pixels) };
}

const textAt = (from) => Buffer.from(libheif.HEAPU8.subarray(from, libheif.HEAPU8.indexOf(0, from))).toString('latin1');

/** Rows without the padding at their ends, out of the decoder's memory. */
function packed({ data, width, height, stride }, channels) {
  const rowBytes = width * channels;
  const pixels = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) pixels.set(data.subarray(y * stride, y * stride + rowBytes), y * rowBytes);
  return pixels;
}
