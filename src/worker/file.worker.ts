/** The script of the worker that reads data files. It is ended from outside: see fileClient.ts. */
import { blobSource } from './blobSource.ts';
import { FileDesk } from './fileDesk.ts';
import { fileTransferables, type FileCommand, type FileEvent } from './fileProtocol.ts';
import { announce } from './lifeline.ts';

const reply = (event: FileEvent) => self.postMessage(event, { transfer: fileTransferables(event) });
const desk = new FileDesk(reply, blobSource);
self.onmessage = ({ data }: MessageEvent<FileCommand>) => void desk.hear(data);
announce();
