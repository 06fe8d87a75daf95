// Node's MessagePort has had `onmessage` since version 15; its type declarations lack it. The engine
// (packages/globals.d.ts) yields through it.
declare module 'worker_threads' {
  interface MessagePort {
    onmessage: ((event: { readonly data: unknown }) => void) | null;
  }
}
