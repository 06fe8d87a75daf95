import { example } from './example.js';

document.querySelector('output').textContent = example().join('\n');
