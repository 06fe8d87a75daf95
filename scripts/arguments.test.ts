import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Bad arguments are refused before anything is installed, built or run. */
function run(script: string, ...args: string[]): { status: number | null; stderr: string } {
  const file = path.join(import.meta.dirname, script);
  return spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' });
}

test.each([
  ['start.mjs', ['--port', 'many'], 'A port is a whole number from 0 to 65535, not "many".'],
  ['start.mjs', ['--port=70000'], 'A port is a whole number from 0 to 65535, not "70000".'],
  ['start.mjs', ['--prot', '80'], '"--prot" is not an option of npm start.'],
  ['test.mjs', ['--only', 'units'], 'npm test does not understand "--only units".'],
  ['test.mjs', ['unit'], 'npm test does not understand "unit".'],
])('%s %j says what is wrong and exits with 2', (script, args, sentence) => {
  const { status, stderr } = run(script, ...args);
  expect(stderr).toContain(sentence);
  expect(status).toBe(2);
});
