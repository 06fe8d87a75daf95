import { example } from './example.js';

for (const line of example()) console.log(line);
