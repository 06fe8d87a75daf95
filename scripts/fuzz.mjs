// Mutated files and links by the thousand: `npm run fuzz -- ARGUMENTS`.
import './node-version.mjs';
import { runMain, runProgram } from './tools.mjs';

await runMain(() => runProgram('fuzz/main.ts'));
