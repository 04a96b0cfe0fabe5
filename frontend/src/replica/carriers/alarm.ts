/** A wait that can be cut short. */
export class Alarm {
  private ring: (() => void) | undefined;
  private isRung = false;

  /** Resolves after `ms`, or at once when it rang since the last wait, or when it rings. */
  wait(ms: number): Promise<void> {
    if (this.isRung) {
      this.isRung = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.ring = undefined;
        this.isRung = false;
        resolve();
      };
      // setTimeout treats anything above 2^31 as zero.
      const timer = setTimeout(finish, Math.min(ms, 2 ** 31 - 1));
      this.ring = finish;
    });
  }

  /** Ends the present wait, or the next one. */
  now(): void {
    this.isRung = true;
    this.ring?.();
  }
}
