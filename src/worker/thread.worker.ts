/** The script of a thread of the wasm backend: sleeps until the network's worker has a job to share. */
import { serveThread, type ThreadStart } from '../engine/backend/wasm/threads.ts';

self.onmessage = ({ data }: MessageEvent<ThreadStart>) => {
  serveThread(data, () => self.postMessage('ready'));
};
