/**
 * A client of Marionette, the protocol in which Firefox takes WebDriver's commands without a program in between:
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
import net from 'node:net';

/** Sends a command, such as `WebDriver:Navigate`, and resolves to the value of its answer. */
export type Command = (name: string, parameters?: object) => Promise<unknown>;

export interface Marionette {
  command: Command;
  close: () => void;
}

type Answer = [
  type: 1,
  id: number,
  error: { error: string; message: string } | null,
  result: unknown,
];

interface Pending {
  name: string;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** Cuts what arrives into messages: each comes with its length in bytes and a colon before it. */
function* messagesIn(received: Buffer): Generator<string, Buffer> {
  for (let rest = received; ;) {
    const colon = rest.indexOf(':');
    if (colon < 0) return rest;
    const end = colon + 1 + Number(rest.toString('latin1', 0, colon));
    if (rest.length < end) return rest;
    yield rest.toString('utf8', colon + 1, end);
    rest = rest.subarray(end);
  }
}

const framed = (message: unknown): string => {
  const text = JSON.stringify(message);
  return `${Buffer.byteLength(text)}:${text}`;
};

/** What a command returns that has one value only. */
const valueOf = (result: unknown): unknown =>
  typeof result === 'object' && result !== null && 'value' in result ? result.value : result;

export async function connect(port: number): Promise<Marionette> {
  const socket = net.connect(port, '127.0.0.1');
  const pending = new Map<number, Pending>();
  let received = Buffer.alloc(0);
  const hear = (message: string): void => {
    const parsed = JSON.parse(message) as Answer | object;
    // The first one is a greeting.
    if (!Array.isArray(parsed)) return;
    const [, id, error, result] = parsed as Answer;
    const { name, resolve, reject } = pending.get(id)!;
    pending.delete(id);
    if (error) reject(new Error(`${name}: ${error.error}: ${error.message}`));
    else resolve(valueOf(result));
  };
  socket.on('data', (piece) => {
    const messages = messagesIn(Buffer.concat([received, piece]));
    let next = messages.next();
    for (; !next.done; next = messages.next()) hear(next.value);
    received = Buffer.from(next.value);
  });
  socket.on('close', () => {
    for (const { name, reject } of pending.values())
      reject(new Error(`${name}: Firefox has ended.`));
    pending.clear();
  });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.on('error', () => {});
  let last = 0;
  return {
    command: (name, parameters = {}) =>
      new Promise((resolve, reject) => {
        last += 1;
        pending.set(last, { name, resolve, reject });
        socket.write(framed([0, last, name, parameters]));
      }),
    close: () => void socket.destroy(),
  };
}
