/** Numbers that are being read back, delivered in the order of the requests. */
interface Read {
  values: Promise<number[]>;
  take: (values: number[]) => void;
}

export class ReadQueue {
  private readonly waiting: Read[] = [];

  /** Waits until at most `depth` reads are under way, this one included. Rejects with the failure of a read. */
  async add(values: Promise<number[]>, take: Read['take'], depth: number): Promise<void> {
    // A failure surfaces when the number is used, which may be later.
    values.catch(() => {});
    this.waiting.push({ values, take });
    while (this.waiting.length > depth) await this.takeFirst();
  }

  /** Waits for all of them. */
  async drain(): Promise<void> {
    while (this.waiting.length > 0) await this.takeFirst();
  }

  private async takeFirst(): Promise<void> {
    const { values, take } = this.waiting.shift()!;
    take(await values);
  }
}
