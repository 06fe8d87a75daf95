/**
 * How energy falls over many steps in rooms with open sides, from noise that holds the shortest waves of the mesh: in the
 * scenes of all presets, on their own meshes or with so many cells per side, and in the rooms of the check. A table in
 * Markdown for docs/model.md.
 *
 *     node --conditions=slimwave-source --import tsx bench/openSides.ts [steps] [cells per side]
 */
import { experimentAt, middleParameters } from '../src/engine/experiment/parameters.ts';
import { presets } from '../src/engine/experiment/presets.ts';
import { meshed } from '../src/engine/scene/meshed.ts';
import { originOf } from '../src/engine/tasks/index.ts';
import { openSides, sceneOf } from '../src/engine/scene/scene.ts';
import {
  ductScene,
  fallingEnergy,
  largestRise,
  openScene,
} from '../src/engine/verification/openSides.ts';
import type { Scene } from 'slimwave-waves/scene/scene';

const SAMPLES = 100;
const [steps = 100_000, elements] = process.argv.slice(2).map(Number);

const scenes = new Map<string, { names: string[]; scene: Scene }>();
const add = (name: string, scene: Scene) => {
  const key = JSON.stringify(scene);
  const known = scenes.get(key);
  if (known) known.names.push(name);
  else scenes.set(key, { names: [name], scene });
};
add('the room of the check', openScene);
add('its duct', ductScene);
for (const { id, experiment } of presets) {
  if (originOf(experiment).id !== 'scene' || openSides(experiment.scene).length === 0) continue;
  const { scene } = experiment;
  const changed = { ...experiment, scene: { ...scene, elements: elements ?? scene.elements } };
  add(id, sceneOf(experimentAt(meshed(changed), middleParameters(changed))));
}
console.log(
  `| scene | time (s) | energy left after ${steps} steps | largest rise between samples |`,
);
console.log('| --- | --- | --- | --- |');
for (const { names, scene } of scenes.values()) {
  const run = fallingEnergy(scene, steps, SAMPLES);
  let next = run.next();
  while (!next.done) next = run.next();
  const { times, values } = next.value;
  const rise = largestRise(values);
  const cells = [
    names.join(', '),
    Math.round(times.at(-1)!),
    `${((100 * values.at(-1)!) / values[0]).toPrecision(2)} %`,
    rise < 0 ? 'none' : rise.toExponential(1),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
