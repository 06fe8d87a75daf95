// `npm test`: everything that must hold, from formatting to the built page in a browser. Stops at the first
// failure; when all is well the last line counts the tests that the runners reported.
import './node-version.mjs';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { installOtherBrowsers } from './browsers.mjs';
import { findChromium } from './chromium.mjs';
import { Complaint, installMissing, root, runMain, runTool, runToolBeside } from './tools.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {[name: string, args: string[]]} [check] a tool that can run beside others, in place of `run`
 * @property {() => boolean | Promise<boolean>} [run] whether it succeeded
 * @property {string} [report] the JSON file that a test runner writes
 * @property {(report: any) => Tally} [tally] what that file says
 */

const temporary = mkdtempSync(path.join(os.tmpdir(), 'slimwave-test-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
const unitReport = path.join(temporary, 'unit.json');
const e2eReport = path.join(temporary, 'e2e.json');

function runUnitTests() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
  return runTool('vitest', ['run', '--allowOnly=false', ...reporters]);
}

async function runEndToEndTests() {
  const folder = path.join(root, 'e2e');
  if (!existsSync(folder) || !readdirSync(folder).some((name) => name.endsWith('.spec.ts'))) {
    console.log('There is no end-to-end test: e2e/ has no *.spec.ts.');
    return false;
  }
  return runTool('@playwright/test', ['test', '--forbid-only'], {
    SLIMWAVE_CHROMIUM: await findChromium(),
    SLIMWAVE_E2E_REPORT: e2eReport,
  });
}

/** @type {Record<string, Step>} */
const steps = {
  // The cache, in node_modules/.cache, goes by the text of the files and Prettier's version and options.
  format: { title: 'Formatting (Prettier)', check: ['prettier', ['--check', '--cache', '.']] },
  lint: { title: 'Lint (oxlint)', check: ['oxlint', []] },
  types: { title: 'Types (TypeScript)', check: ['typescript', ['-b']] },
  build: { title: 'Build (Vite)', check: ['vite', ['build', '--logLevel', 'warn']] },
  unit: {
    title: 'Unit tests (Vitest)',
    run: runUnitTests,
    report: unitReport,
    tally: ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) => ({
      passed: numPassedTests,
      failed: numFailedTests,
      skipped: numPendingTests + numTodoTests,
    }),
  },
  e2e: {
    title: 'End-to-end tests (Playwright)',
    run: runEndToEndTests,
    report: e2eReport,
    tally: ({ stats: { expected, unexpected, flaky, skipped } }) => ({
      passed: expected,
      failed: unexpected + flaky,
      skipped,
    }),
  },
};

const usage = `Usage: npm test [-- --only STEP,STEP…]

Steps, in this order: ${Object.keys(steps).join(', ')}; the first four run side by side. All of them run unless
--only names some.`;

/** @param {string[]} args */
function chooseSteps(args) {
  if (args.length === 0) return Object.entries(steps);
  const [option, ...names] = args.flatMap((word) => word.split(/[=,]/));
  if (option !== '--only' || names.length === 0 || names.some((name) => !(name in steps))) {
    throw new Complaint(`npm test does not understand "${args.join(' ')}".\n\n${usage}`, 2);
  }
  return Object.entries(steps).filter(([name]) => names.includes(name));
}

/**
 * @param {Step} step
 * @returns {Tally} nothing at all where the runner wrote no report
 */
function readTally({ report, tally }) {
  if (!report || !tally || !existsSync(report)) return { passed: 0, failed: 0, skipped: 0 };
  return tally(JSON.parse(readFileSync(report, 'utf8')));
}

/** @param {number} startMs */
const since = (startMs) => `${((performance.now() - startMs) / 1000).toFixed(1)} s`;

/**
 * Runs checks side by side, two at a time; each one's output is printed as a whole when it ends. The first that fails
 * ends the others.
 *
 * @param {[name: string, step: Step][]} checks
 */
async function runChecks(checks) {
  const waiting = [...checks];
  const failure = new AbortController();
  const runOneByOne = async () => {
    for (let next = waiting.shift(); next && !failure.signal.aborted; next = waiting.shift()) {
      const [name, { title, check }] = next;
      if (!check) continue;
      const startMs = performance.now();
      const { succeeded, output } = await runToolBeside(...check, failure.signal);
      if (failure.signal.aborted) return;
      console.log(`\n── ${title}\n${output.trimEnd()}`);
      if (!succeeded) {
        failure.abort();
        throw new Complaint(`\nStopped: ${name} failed after ${since(startMs)}.`);
      }
      console.log(`── ${name} passed after ${since(startMs)}`);
    }
  };
  await Promise.all([runOneByOne(), runOneByOne()]);
}

async function main() {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(usage);
    return;
  }
  const chosen = chooseSteps(args);
  installMissing();
  const names = chosen.map(([name]) => name);
  // Vitest runs the tests of WebGPU in Chromium.
  if (names.includes('unit') || names.includes('e2e')) await findChromium({ install: true });
  if (names.includes('e2e')) installOtherBrowsers();

  await runChecks(chosen.filter(([, { check }]) => check));

  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, step] of chosen) {
    if (!step.run) continue;
    console.log(`\n── ${step.title}`);
    const startMs = performance.now();
    const succeeded = await step.run();
    const elapsed = since(startMs);
    const { passed, failed, skipped } = readTally(step);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    if (!succeeded || failed > 0) {
      const counts = passed + failed > 0 ? ` (${passed} passed, ${failed} failed)` : '';
      throw new Complaint(`\nStopped: ${name} failed after ${elapsed}${counts}.`);
    }
    if (step.report && passed === 0) {
      throw new Complaint(`\nStopped: ${name} ended well but reported no tests.`);
    }
    console.log(`── ${name} passed after ${elapsed}`);
  }

  if (total.skipped > 0) console.log(`\n${total.skipped} tests were skipped.`);
  const tested = chosen.some(([, step]) => step.report);
  console.log(tested ? `\n${total.passed} passed, ${total.failed} failed` : '\nAll passed.');
}

await runMain(main);
