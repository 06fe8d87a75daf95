// The headless runner: `npm run slimwave -- ARGUMENTS`, or from any folder `node …/scripts/slimwave.mjs ARGUMENTS`.
import './node-version.mjs';
import { runMain, runProgram } from './tools.mjs';

await runMain(() => runProgram('src/cli/main.ts'));
