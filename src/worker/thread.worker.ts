/** The script of a thread of the wasm backend: sleeps until the network's worker has a job to share. */
import { serveThread, type ThreadStart } from 'slimwave-kernels/wasm/threads';

self.onmessage = ({ data }: MessageEvent<ThreadStart>) => {
  serveThread(data, () => self.postMessage('ready'));
};
