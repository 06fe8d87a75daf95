/** The script of a thread in Node. */
import { parentPort, workerData } from 'node:worker_threads';
import { serveThread, type ThreadStart } from 'slimwave-kernels/wasm/threads';

serveThread(workerData as ThreadStart, () => parentPort?.postMessage('ready'));
