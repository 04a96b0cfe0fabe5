/** How fast bytes went lately: a moving window, so that a pause shows soon and a hiccup does not. */
const WINDOW_MS = 6_000;

export class Speed {
  private readonly marks: { readonly atMs: number; readonly bytes: number }[] = [];

  note(bytes: number, atMs: number): void {
    this.marks.push({ atMs, bytes });
    while (this.marks.length > 2 && atMs - this.marks[0]!.atMs > WINDOW_MS) this.marks.shift();
  }

  /** undefined until a second has been seen. */
  bytesPerS(): number | undefined {
    const [first] = this.marks;
    const last = this.marks.at(-1);
    if (!first || !last || last.atMs - first.atMs < 1_000) return undefined;
    return Math.max(0, Math.round(((last.bytes - first.bytes) * 1_000) / (last.atMs - first.atMs)));
  }
}
