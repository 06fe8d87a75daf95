/** The background of a scene that varies from point to point, the same in all samples: random, from its seed, or from a file. */
import type { Experiment } from '../experiment/schema.ts';
import { gaussianField } from '../randomField.ts';
import { randomStream } from '../random.ts';
import { domainBox } from './domain.ts';
import { mediumOf } from './mediumFile.ts';
import type { Field } from 'slimwave-waves/scene/field';

/** Grid points per correlation length: between them the medium is bilinear. */
const PER_LENGTH = 8;

/** Correlation lengths along the longer side, at most: the grid then has about half a million points. */
export const MOST_LENGTHS = 80;

type Scenery = Pick<
  Experiment['scene'],
  'width' | 'height' | 'speed' | 'contrast' | 'correlation' | 'seed' | 'medium'
>;

/** Asked for several times per sample. */
let known: { id: string; field: Field } | undefined;

/**
 * Of a file its speeds and densities, at random speeds from c/√q to c·√q, uniform on a logarithmic scale; undefined where the
 * background is uniform.
 */
export function backgroundField(scene: Scenery): Field | undefined {
  const { width, height, contrast, correlation, seed } = scene;
  const file = mediumOf(scene);
  if (file) {
    const { shape, speed, density, fingerprint } = file;
    const toJSON = () => `${fingerprint},${width},${height}`;
    return { box: domainBox(scene), shape, speed, ...(density ? { density } : {}), toJSON };
  }
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
