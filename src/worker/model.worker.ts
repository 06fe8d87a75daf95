/** The script of the worker that reads a trained model. It is ended from outside: see modelClient.ts. */
import { announce } from './lifeline.ts';
import { readModelFor } from './modelDesk.ts';
import { modelTransferables, type ModelCommand } from './modelProtocol.ts';

self.onmessage = ({ data }: MessageEvent<ModelCommand>) =>
  void readModelFor(data).then((event) =>
    self.postMessage(event, { transfer: modelTransferables(event) }),
  );
announce();
