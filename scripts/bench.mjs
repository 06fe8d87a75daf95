// The benchmarks: `npm run bench -- ARGUMENTS`.
import './node-version.mjs';
import { runMain, runProgram } from './tools.mjs';

await runMain(() => runProgram('bench/main.ts'));
