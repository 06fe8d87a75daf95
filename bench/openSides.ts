/**
 * How energy falls over many steps in rooms with open sides, from noise that holds the shortest waves of the mesh: in the
 * scenes of all presets on elements of order 4, with their absorbing sides open, and in the room of the check.
 *
 *     node --conditions=slimwave-source --import tsx bench/openSides.ts [steps] [cells per side]
 */
import { experimentAt, middleParameters } from '../src/engine/experiment/parameters.ts';
import { presets } from '../src/engine/experiment/presets.ts';
import type { Experiment } from '../src/engine/experiment/schema.ts';
import { meshed } from '../src/engine/scene/meshed.ts';
import { openSides, sceneOf } from '../src/engine/scene/scene.ts';
import { fallingEnergy, openScene } from '../src/engine/verification/openSides.ts';
import type { Scene } from 'slimwave-waves/scene/scene';

const SAMPLES = 100;
const [steps = 100_000, elements = 10] = process.argv.slice(2).map(Number);

const opened = (side: Experiment['scene']['left']) => (side === 'absorbing' ? 'pml' : side);

function openedScene(experiment: Experiment): Scene | undefined {
  const { left, right, bottom, top, mesh } = experiment.scene;
  const changed: Experiment = {
    ...experiment,
    scene: {
      ...experiment.scene,
      left: opened(left),
      right: opened(right),
      bottom: opened(bottom),
      top: opened(top),
      mesh: mesh === 'triangles' ? 'quadrilaterals' : mesh,
      order: 4,
      elements,
      layerThickness: 'auto',
    },
  };
  if (openSides(changed.scene).length === 0) return undefined;
  return sceneOf(experimentAt(meshed(changed), middleParameters(changed)));
}

const scenes = new Map<string, { names: string[]; scene: Scene }>();
const add = (name: string, scene: Scene) => {
  const key = JSON.stringify(scene);
  const known = scenes.get(key);
  if (known) known.names.push(name);
  else scenes.set(key, { names: [name], scene });
};
add('the room of the check', openScene);
for (const { id, experiment } of presets) {
  const scene = openedScene(experiment);
  if (scene) add(id, scene);
}
for (const { names, scene } of scenes.values()) {
  const run = fallingEnergy(scene, steps, SAMPLES);
  let next = run.next();
  while (!next.done) next = run.next();
  const { values } = next.value;
  const rise = Math.max(...values.slice(1).map((value, i) => (value - values[i]) / values[0]));
  console.log(
    `${names.join(', ')}: after ${steps} steps ${(values.at(-1)! / values[0]).toExponential(1)} of the energy are left; largest rise ${rise.toExponential(1)}`,
  );
}
