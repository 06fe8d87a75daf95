import { example } from './example.js';

for (const line of await example()) console.log(line);
