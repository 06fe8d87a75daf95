// Finds the Chromium that the end-to-end tests drive, and how to start it.
import { existsSync } from 'node:fs';

import { findOnSystem, installPackages } from './findProgram.mjs';
import { Complaint } from './tools.mjs';

const program = {
  names: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome',
    'chrome.exe',
  ],
  usualFiles: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

/** Playwright's own build, where `npx playwright install chromium` has been run. */
async function ofPlaywright() {
  const { chromium } = await import('@playwright/test');
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

function isRoot() {
  return process.getuid?.() === 0;
}

/**
 * @param {object} [options]
 * @param {boolean} [options.install] try the system's package manager where there is none
 * @param {NodeJS.ProcessEnv} [options.env]
 * @returns {Promise<string>} the program's path
 * @throws {Complaint} where there is none
 */
export async function findChromium({ install = false, env = process.env } = {}) {
  const chosen = env.SLIMWAVE_CHROMIUM;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Complaint(`SLIMWAVE_CHROMIUM names ${chosen}, which does not exist.`);
  }
  const found = (await ofPlaywright()) ?? findOnSystem(program, env);
  if (found) return found;
  if (install) installPackages(['chromium']);
  const installed = install ? findOnSystem(program, env) : undefined;
  if (installed) return installed;
  throw new Complaint(
    'No Chromium was found for the tests that run in a browser: run `npx playwright install chromium`, ' +
      'or set SLIMWAVE_CHROMIUM to the path of one.',
  );
}

/**
 * WebGPU without a GPU: through SwiftShader, the software driver that Chromium brings. Elsewhere than on
 * Linux a GPU's own driver is the rule, and Vulkan, on which this rests, the exception.
 */
const softwareGpuFlags = [
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];
/** The browser itself asks nothing of the network: it may be closed. */
const quietFlags = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Every window would load the pages behind its address bar, which nobody sees: a third of the processor time of
 * opening a page. Of several such switches the last one counts, so Playwright's features stand here, too.
 */
const withoutFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** Command line for a headless run with WebGPU; Chromium has no sandbox for root. */
export function chromiumFlags() {
  return [
    '--enable-unsafe-webgpu',
    '--ignore-gpu-blocklist',
    ...(process.platform === 'linux' ? softwareGpuFlags : []),
    ...quietFlags,
    `--disable-features=${withoutFeatures.join()}`,
    ...(isRoot() ? ['--no-sandbox'] : []),
  ];
}
