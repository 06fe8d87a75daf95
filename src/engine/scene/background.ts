/** The background of a scene that varies from point to point, the same in all samples: random, from its seed, or from a file. */
import type { Experiment } from '../experiment/schema.ts';
import { gaussianField } from '../randomField.ts';
import { randomStream } from '../random.ts';
import { domainBox } from './domain.ts';
import { mediumAskedFor, mediumMissing, mediumOf } from './mediumFile.ts';
import type { Interval } from '../experiment/numbers.ts';
import type { Field } from 'slimwave-waves/scene/field';
import { SceneError } from 'slimwave-waves/scene/sceneError';

/** Grid points per correlation length: between them the medium is bilinear. */
const PER_LENGTH = 8;

/** Correlation lengths along the longer side, at most: the grid then has about half a million points. */
export const MOST_LENGTHS = 80;

type Scenery = Pick<
  Experiment['scene'],
  'width' | 'height' | 'speed' | 'contrast' | 'correlation' | 'seed' | 'medium' | 'black' | 'white'
>;

/** Asked for several times per sample. */
let known: { id: string; field: Field } | undefined;

/** Whether the background is not the same everywhere. */
export const varies = ({ contrast, medium }: Pick<Scenery, 'contrast' | 'medium'>): boolean =>
  contrast > 1 || medium !== '';

/**
 * The interval from which the background's typical speed is drawn (m/s), by which errors are estimated: one number where
 * it comes from a file.
 */
export function backgroundSpeed(
  scene: Pick<Scenery, 'speed' | 'medium' | 'black' | 'white'>,
): Interval {
  const medium = mediumOf(scene);
  return medium ? [medium.typical, medium.typical] : scene.speed;
}

/** The slowest and the fastest wave of the background (m/s). */
export function backgroundRange(scene: Scenery): Interval {
  const medium = mediumOf(scene);
  if (medium) return [medium.slowest, medium.fastest];
  const root = Math.sqrt(scene.contrast);
  return [scene.speed[0] / root, scene.speed[1] * root];
}

/**
 * Bilinear between the centres of the pixels, each of which has the same share of the domain, and constant beyond the
 * outermost ones. Throws a `SceneError` where the file is not open.
 */
function fieldOfFile(scene: Scenery): Field | undefined {
  if (mediumMissing(scene)) throw new SceneError(`${mediumAskedFor(scene)}.`);
  const medium = mediumOf(scene);
  if (!medium) return undefined;
  const { width, height, black, white } = scene;
  const { shape, density, fingerprint } = medium.file;
  const [dx, dy] = [width / shape[0] / 2, height / shape[1] / 2];
  const box = { x: [dx, width - dx], y: [dy, height - dy] } as const;
  const toJSON = () => [fingerprint, width, height, black, white].join();
  return { box, shape, speed: medium.speed, ...(density ? { density } : {}), toJSON };
}

/**
 * Of a file its speeds and densities, at random speeds from c/√q to c·√q, uniform on a logarithmic scale; undefined where the
 * background is uniform. Throws a `SceneError` where the file is not open.
 */
export function backgroundField(scene: Scenery): Field | undefined {
  const { width, height, contrast, correlation, seed } = scene;
  if (scene.medium !== '') return fieldOfFile(scene);
  if (contrast === 1) return undefined;
  const speed = scene.speed[0];
  const id = [width, height, speed, contrast, correlation, seed].join();
  if (known?.id === id) return known.field;
  const points = (extent: number) =>
    Math.max(2, Math.ceil((PER_LENGTH * extent) / correlation) + 1);
  const shape = [points(width), points(height)] as const;
  const shares = new Float64Array(shape[0] * shape[1]);
  const axes = [
    { points: shape[0], extent: width },
    { points: shape[1], extent: height },
  ] as const;
  gaussianField(shares, axes, correlation, randomStream(seed, 'background'));
  const values = shares.map((share) => speed * contrast ** (share - 0.5));
  const field: Field = { box: domainBox(scene), shape, speed: values, toJSON: () => id };
  known = { id, field };
  return field;
}
