/** The script of the worker that reads a data file. It is ended from outside: see fileClient.ts. */
import { readFileFor } from './fileDesk.ts';
import { fileTransferables, type FileCommand, type FileEvent } from './fileProtocol.ts';
import { announce } from './lifeline.ts';

self.onmessage = ({ data }: MessageEvent<FileCommand>) => {
  const reply = (event: FileEvent) =>
    self.postMessage(event, { transfer: fileTransferables(event) });
  void readFileFor(data, reply);
};
announce();
