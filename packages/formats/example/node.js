import { readFile } from 'node:fs/promises';
import { example } from './example.js';

/** tfjs without its Node.js binding reads no files: this does. */
const handler = {
  async load() {
    const read = (name) => readFile(new URL(`./public/${name}`, import.meta.url));
    const model = JSON.parse((await read('model.json')).toString());
    const { weights } = model.weightsManifest[0];
    const weightData = new Uint8Array(await read('weights.bin')).buffer;
    return { ...model, weightSpecs: weights, weightData };
  },
};

for (const line of await example(handler)) console.log(line);
