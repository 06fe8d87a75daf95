/**
 * Firefox over Marionette. Not over WebDriver BiDi: its agent follows every worker, and with somebody who does so
 * `new Worker` inside a worker now and then never returns in Firefox 153.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Driver } from './driver.ts';
import { connect, type Command } from './marionette.ts';
import { dragged, sizeWindow } from './webDriver.ts';

/** Most time for it to start (ms). */
const START_LIMIT = 30_000;

const preferences = (downloads: string) => ({
  'browser.download.dir': downloads,
  // The folder above.
  'browser.download.folderList': 2,
  'browser.download.useDownloadDir': true,
  'browser.download.always_ask_before_handling_new_types': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  // Errors that a page does not catch are written to the standard error.
  'browser.dom.window.dump.enabled': true,
  // Any free one, written to a file.
  'marionette.port': 0,
});

async function portIn(file: string): Promise<number> {
  for (const end = Date.now() + START_LIMIT; ;) {
    try {
      const port = Number(readFileSync(file, 'utf8'));
      if (port > 0) return port;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const drive = (command: Command, errors: readonly string[]): Driver => ({
  async goto(url) {
    // A new hash alone would not load the page again.
    await command('WebDriver:Navigate', { url: 'about:blank' });
    await command('WebDriver:Navigate', { url });
  },
  async reload() {
    await command('WebDriver:Refresh');
  },
  evaluate: <A extends unknown[], R>(fn: (...args: A) => R, ...args: A) =>
    command('WebDriver:ExecuteScript', {
      script: `return (${fn.toString()}).apply(null, arguments)`,
      args,
      sandbox: null,
    }) as Promise<Awaited<R>>,
  async drag(points) {
    await command('WebDriver:PerformActions', { actions: [dragged(points)] });
  },
  async screenshot() {
    return Buffer.from(
      (await command('WebDriver:TakeScreenshot', { full: false })) as string,
      'base64',
    );
  },
  errors: () => errors,
  async close() {
    // It ends with its last window, and what was stored belongs to an address that nobody uses again.
    await command('WebDriver:Navigate', { url: 'about:blank' });
  },
});

/**
 * @param program Firefox's path
 * @param folder for its profile and downloads; below the user's home for the sake of Ubuntu's snap, which sees
 *   no other
 */
export async function startFirefox(program: string, folder: string): Promise<Browser> {
  const downloads = path.join(folder, 'downloads');
  const profile = path.join(folder, 'profile');
  for (const name of [downloads, profile]) mkdirSync(name, { recursive: true });
  const lines = Object.entries(preferences(downloads)).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(path.join(profile, 'user.js'), lines.join(''));
  const firefox = spawn(
    program,
    ['--headless', '--no-remote', '--marionette', '--profile', profile],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise((resolve) => firefox.once('exit', resolve));
  let errors: string[] = [];
  firefox.stderr.on('data', (text) => {
    for (const line of String(text).split('\n')) {
      if (line.startsWith('JavaScript error: http')) errors.push(line);
    }
  });
  const { command, close } = await connect(
    await portIn(path.join(profile, 'MarionetteActivePort')),
  );
  const { capabilities } = (await command('WebDriver:NewSession')) as {
    capabilities: { browserVersion: string };
  };
  return {
    version: `Firefox ${capabilities.browserVersion}`,
    downloads,
    async open(width, height) {
      errors = [];
      const driver = drive(command, errors);
      await sizeWindow(driver, width, height, (size) => command('WebDriver:SetWindowRect', size));
      return driver;
    },
    async close() {
      await command('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => {});
      close();
      await ended;
    },
  };
}
