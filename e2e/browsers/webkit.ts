/** GTK's port of WebKit over WebDriver, in a window that nobody sees. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { WebKit } from '../../scripts/browsers.mjs';
import type { Browser, Driver } from './driver.ts';
import { dragged, sizeWindow } from './webDriver.ts';

/** Most time for a program to start (ms). */
const START_LIMIT = 20_000;

/**
 * How often a session is asked for. The driver chooses the port on which it reaches the browser, and frees it before
 * the browser takes it: where another program gets in between, or the browser ends while it starts, the driver waits
 * for ever (`SessionHost::connectToBrowser` in WebKit's SessionHostGlib.cpp).
 */
const SESSION_TRIES = 3;

type Call = (
  method: string,
  address: string,
  body?: object,
  signal?: AbortSignal,
) => Promise<unknown>;

/** Calls a WebDriver server: https://www.w3.org/TR/webdriver2/#endpoints */
const caller =
  (server: string): Call =>
  async (method, address, body, signal) => {
    const request = { method, signal, ...(body && { body: JSON.stringify(body) }) };
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

/** Opens a session whose window shows so many CSS px of the page. */
async function openSession(
  call: Call,
  browser: string,
  [width, height]: readonly [number, number],
  errors: readonly string[],
): Promise<Driver> {
  const capabilities = {
    alwaysMatch: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': {
        binary: browser,
        args: ['--automation', '--enable-write-console-messages-to-stdout=true'],
      },
    },
  };
  const { sessionId } = (await call(
    'POST',
    '/session',
    { capabilities },
    AbortSignal.timeout(START_LIMIT),
  )) as { sessionId: string };
  const inside: Call = (method, address, body) =>
    call(method, `/session/${sessionId}${address}`, body);
  const driver = drive(inside, errors);
  await sizeWindow(driver, width, height, (size) => inside('POST', '/window/rect', size));
  return driver;
}

/** WebKitWebDriver, in a group of processes of its own, so that no browser outlives it. */
async function startDriver(program: string, env: NodeJS.ProcessEnv) {
  const port = await freePort();
  const driver = spawn(program, ['-p', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, ...env },
  });
  const ended = new Promise((resolve) => driver.once('exit', resolve));
  const call = caller(`http://127.0.0.1:${port}`);
  await untilReady(call);
  return {
    call,
    output: driver.stdout,
    async end() {
      const runs = driver.exitCode === null && driver.signalCode === null;
      if (runs && driver.pid !== undefined) process.kill(-driver.pid);
      await ended;
    },
  };
}

/** @param folder for its settings and downloads */
export async function startWebKit(programs: WebKit, folder: string): Promise<Browser> {
  const downloads = path.join(folder, 'downloads');
  const config = path.join(folder, 'config');
  for (const name of [downloads, config]) mkdirSync(name, { recursive: true });
  writeFileSync(path.join(config, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  const { display, name } = await startDisplay(programs.display);
  let errors: string[] = [];
  const start = async () => {
    const driver = await startDriver(programs.driver, {
      DISPLAY: name,
      GDK_BACKEND: 'x11',
      XDG_CONFIG_HOME: config,
      // What Safari allows on pages that are isolated, GTK's port does not by itself.
      JSC_useSharedArrayBuffer: '1',
    });
    driver.output.on('data', (text) => {
      for (const line of String(text).split('\n')) {
        if (line.startsWith('CONSOLE JS ERROR')) errors.push(line);
      }
    });
    return driver;
  };
  let driver = await start();
  return {
    version: 'WebKitGTK',
    downloads,
    async open(width, height) {
      errors = [];
      for (let attempt = 1; ; attempt++) {
        try {
          return await openSession(driver.call, programs.browser, [width, height], errors);
        } catch (error) {
          if (attempt === SESSION_TRIES) throw error;
          console.log(`WebKit does not start (${String(error)}): another try.`);
          await driver.end();
          driver = await start();
        }
      }
    },
    async close() {
      await driver.end();
      display.kill();
    },
  };
}
