/** The script of a thread in Node. */
import { parentPort, workerData } from 'node:worker_threads';
import { serveThread, type ThreadStart } from '../../src/engine/backend/wasm/threads.ts';

serveThread(workerData as ThreadStart, () => parentPort?.postMessage('ready'));
