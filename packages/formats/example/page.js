import { example } from './example.js';

document.querySelector('output').textContent = (await example('model.json')).join('\n');
