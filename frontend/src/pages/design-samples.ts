/** A painted picture as a data URL, so that the page needs no server. */
export function paintedUrl(number: number, ratio: number): string {
  const width = 600;
  const height = Math.round(width / ratio);
  const hue = (number * 47 + 20) % 360;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="hsl(${hue} 46% 68%)"/><stop offset="1" stop-color="hsl(${(hue + 40) % 360} 52% 42%)"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/><circle cx="${width * (0.25 + (number % 5) / 10)}" cy="${height * 0.42}" r="${height * 0.11}" fill="hsl(${(hue + 20) % 360} 90% 92%)"/><path d="M0 ${height * 0.74}Q${width * 0.3} ${height * 0.55} ${width * 0.55} ${height * 0.72}T${width} ${height * 0.66}V${height}H0z" fill="hsl(${(hue + 60) % 360} 34% 24%)"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export const faces = {
  alice: { id: 'alice', name: 'Alice Lindqvist' },
  bob: { id: 'bob', name: 'Bob' },
  carla: { id: 'carla', name: 'Carla Haddad' },
  dan: { id: 'dan', name: 'Dan Okafor', pictureUrl: paintedUrl(4, 1) },
};

const ratios = [
  1.5, 0.8, 1.5, 1.5, 0.744, 1.5, 1, 0.75, 1.371, 3.1, 0.8, 1.333, 1.333, 0.667, 1, 1.778, 0.8, 1.5, 0.45, 1.5,
];

/** As many prints as wished, of all shapes. */
export function toPrints(count: number, from = 0): { id: string; ratio: number; url: string }[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    const ratio = ratios[((number % ratios.length) + ratios.length) % ratios.length] ?? 1;
    return { id: `print-${number}`, ratio, url: paintedUrl(number + 1000, ratio) };
  });
}
