/** GTK's port of WebKit over WebDriver, in a window that nobody sees. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { WebKit } from '../../scripts/browsers.mjs';
import type { Browser, Driver, Point } from './driver.ts';

/** Most time for a program to start (ms). */
const START_LIMIT = 20_000;

type Call = (method: string, address: string, body?: object) => Promise<unknown>;

/** Calls a WebDriver server: https://www.w3.org/TR/webdriver2/#endpoints */
const caller =
  (server: string): Call =>
  async (method, address, body) => {
    const request = body ? { method, body: JSON.stringify(body) } : { method };
    const response = await fetch(`${server}${address}`, request);
    const { value } = (await response.json()) as { value: unknown };
    if (response.ok) return value;
    const { error, message } = value as { error: string; message: string };
    throw new Error(`${method} ${address}: ${error}: ${message}`);
  };

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The first text that a program writes, such as Xvfb the number of its display. */
const firstText = (program: ChildProcess, stream: Readable): Promise<string> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('It does not start.')), START_LIMIT);
    stream.once('data', (text) => {
      clearTimeout(timer);
      resolve(String(text).trim());
    });
    program.once('error', reject);
  });

async function startDisplay(program: string) {
  const display = spawn(
    program,
    ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  return { display, name: `:${await firstText(display, display.stdio[3] as Readable)}` };
}

async function untilReady(call: Call): Promise<void> {
  const end = Date.now() + START_LIMIT;
  for (;;) {
    try {
      await call('GET', '/status');
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Pointer actions of WebDriver. */
const dragged = ([first, ...others]: readonly Point[]) => {
  const to = ({ x, y }: Point, duration: number) => ({
    type: 'pointerMove',
    duration,
    x: Math.round(x),
    y: Math.round(y),
  });
  return {
    type: 'pointer',
    id: 'mouse',
    parameters: { pointerType: 'mouse' },
    actions: [
      to(first, 0),
      { type: 'pointerDown', button: 0 },
      ...others.map((point) => to(point, 50)),
      { type: 'pointerUp', button: 0 },
    ],
  };
};

/** @param call calls inside the session */
const drive = (call: Call, errors: readonly string[]): Driver => ({
  async goto(url) {
    await call('POST', '/url', { url: 'about:blank' });
    await call('POST', '/url', { url });
  },
  async reload() {
    await call('POST', '/refresh', {});
  },
  evaluate: <A extends unknown[], R>(fn: (...args: A) => R, ...args: A) =>
    call('POST', '/execute/sync', {
      script: `return (${fn.toString()}).apply(null, arguments)`,
      args,
    }) as Promise<Awaited<R>>,
  async drag(points) {
    await call('POST', '/actions', { actions: [dragged(points)] });
  },
  async screenshot() {
    return Buffer.from((await call('GET', '/screenshot')) as string, 'base64');
  },
  errors: () => errors,
  async close() {
    await call('DELETE', '');
  },
});

interface SizedWindow {
  innerWidth: number;
  innerHeight: number;
}

/** Opens a session whose window shows so many CSS px of the page. */
async function openSession(call: Call, browser: string, width: number, height: number) {
  const { sessionId } = (await call('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': {
          binary: browser,
          args: ['--automation', '--enable-write-console-messages-to-stdout=true'],
        },
      },
    },
  })) as { sessionId: string };
  const inside: Call = (method, address, body) =>
    call(method, `/session/${sessionId}${address}`, body);
  await inside('POST', '/window/rect', { width, height });
  const shown = (await inside('POST', '/execute/sync', {
    script: 'return { innerWidth, innerHeight }',
    args: [],
  })) as SizedWindow;
  await inside('POST', '/window/rect', {
    width: 2 * width - shown.innerWidth,
    height: 2 * height - shown.innerHeight,
  });
  return inside;
}

/** @param folder for its settings and downloads */
export async function startWebKit(programs: WebKit, folder: string): Promise<Browser> {
  const downloads = path.join(folder, 'downloads');
  const config = path.join(folder, 'config');
  for (const name of [downloads, config]) mkdirSync(name, { recursive: true });
  writeFileSync(path.join(config, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  const { display, name } = await startDisplay(programs.display);
  const port = await freePort();
  const driver = spawn(programs.driver, ['-p', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DISPLAY: name,
      GDK_BACKEND: 'x11',
      XDG_CONFIG_HOME: config,
      // What Safari allows on pages that are isolated, GTK's port does not by itself.
      JSC_useSharedArrayBuffer: '1',
    },
  });
  let errors: string[] = [];
  driver.stdout.on('data', (text) => {
    for (const line of String(text).split('\n')) {
      if (line.startsWith('CONSOLE JS ERROR')) errors.push(line);
    }
  });
  const call = caller(`http://127.0.0.1:${port}`);
  const close = async () => {
    driver.kill();
    display.kill();
    await Promise.resolve();
  };
  await untilReady(call);
  return {
    version: 'WebKitGTK',
    downloads,
    async open(width, height) {
      errors = [];
      return drive(await openSession(call, programs.browser, width, height), errors);
    },
    close,
  };
}
