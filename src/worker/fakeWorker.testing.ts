/** A worker that does nothing by itself: the test answers for it. */
export class FakeWorker<Command, Event> {
  onmessage: ((message: { data: Event }) => void) | null = null;
  onerror: ((event: { preventDefault(): void; message: string }) => void) | null = null;
  posted: Command[] = [];
  terminated = false;

  constructor(readonly name = '') {}

  postMessage(command: Command): void {
    this.posted.push(command);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(event: Event): void {
    this.onmessage?.({ data: event });
  }
  die(message: string): void {
    this.onerror?.({ preventDefault: () => {}, message });
  }
}

/** In place of the global `Worker`: each one made is added to the list. */
export const workersInto = <Command, Event>(made: FakeWorker<Command, Event>[]) =>
  class extends FakeWorker<Command, Event> {
    constructor(_: URL, options: { name: string }) {
      super(options.name);
      made.push(this);
    }
  };
