/** The script of the worker that reads data files. It is ended from outside: see fileClient.ts. */
import { FileDesk } from './fileDesk.ts';
import { fileTransferables, type FileCommand, type FileEvent } from './fileProtocol.ts';
import { announce } from './lifeline.ts';

const desk = new FileDesk((event: FileEvent) =>
  self.postMessage(event, { transfer: fileTransferables(event) }),
);
self.onmessage = ({ data }: MessageEvent<FileCommand>) => void desk.handle(data);
announce();
