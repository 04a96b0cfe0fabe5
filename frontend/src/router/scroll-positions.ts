// How far each entry of the history was scrolled; remembered over a reload.
const KEY = 'zoetrope:scrolled';

const positions: Record<string, number> = read();

function read(): Record<string, number> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, number>;
  } catch {
    return {};
  }
}

export function rememberScroll(key: string): void {
  positions[key] = scrollY;
}
export const rememberedScroll = (key: string): number | undefined => positions[key];

/** Called when the page is left: the next one may be a reload of it. */
export function keepScroll(key: string): void {
  rememberScroll(key);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(positions));
  } catch {
    return;
  }
}
