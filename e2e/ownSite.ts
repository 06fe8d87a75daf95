/** A server for one test alone: of another folder, without isolation, or to see what was asked for. */
import path from 'node:path';
import { serve, type Answer } from '../scripts/serve.mjs';
import { expect, test as base } from './test.ts';

interface OwnSite {
  url: string;
  /** Everything that was sent so far. */
  answers: Answer[];
  /** The server ends; the next `start` brings it back at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

interface Options {
  folder: string;
  /** Whether it sends the headers of cross-origin isolation. */
  isolated: boolean;
}

export const dist = path.join(import.meta.dirname, '../dist');

export const test = base.extend<Options & { site: OwnSite }>({
  folder: [dist, { option: true }],
  isolated: [true, { option: true }],
  site: async ({ folder, isolated }, provide) => {
    const answers: Answer[] = [];
    const violations: string[] = [];
    const start = (port?: number) =>
      serve({
        folder,
        isolated,
        port,
        onAnswer: (answer) => answers.push(answer),
        onViolation: (report) => violations.push(report),
      });
    let server = await start();
    const { url, port } = server;
    await provide({
      url,
      answers,
      stop: () => server.close(),
      start: async () => {
        server = await start(port);
      },
    });
    await server.close();
    expect(violations, 'violations of the Content Security Policy').toEqual([]);
  },
  baseURL: async ({ site }, provide) => {
    await provide(site.url);
  },
});

export { expect };
