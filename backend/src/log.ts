// What the operator reads. One event is one line, whatever was thrown: a log that is searched by line loses nothing.

type Level = 'notice' | 'warning' | 'error';

/** Writes one line: instant, level, sentence, then `name=value` for each detail. */
export function logLine(level: Level, sentence: string, details: Readonly<Record<string, unknown>> = {}): void {
  const words = [new Date().toISOString(), level, oneLine(sentence)];
  for (const [name, value] of Object.entries(details)) {
    if (value !== undefined) words.push(`${name}=${toText(value)}`);
  }
  (level === 'notice' ? process.stdout : process.stderr).write(`${words.join(' ')}\n`);
}

/** An error, its causes and where it was thrown, without a line break. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(toText(error));
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const where = frames.slice(0, 6).map((line) => line.trim().replace(/^at /, ''));
  const cause = error.cause === undefined ? '' : ` because ${describeError(error.cause)}`;
  return oneLine(`${error.name}: ${error.message}${cause}${where.length > 0 ? ` [${where.join(' < ')}]` : ''}`);
}

function toText(value: unknown): string {
  if (value instanceof Error) return describeError(value);
  return oneLine(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));
}

const oneLine = (text: string): string => text.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ⏎ ');
