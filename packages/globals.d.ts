/**
 * What the engine may take from its host besides ECMAScript itself: present in windows, workers and
 * Node alike, and declared here as little as needed, since the engine compiles without the DOM library.
 */

declare const console: Record<'log' | 'info' | 'warn' | 'error', (...data: unknown[]) => void>;

declare const performance: { now(): number };

declare function setTimeout(handler: () => void, ms: number): number;
declare function clearTimeout(timer: number): void;

/** For yielding to the event loop without the delay that browsers put on nested timers. */
interface MessagePort {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}
declare class MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: 'utf-8' | 'utf-16le' | 'utf-16be', options?: { readonly fatal?: boolean });
  decode(bytes: Uint8Array): string;
}

/** Of what was cancelled. */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}
