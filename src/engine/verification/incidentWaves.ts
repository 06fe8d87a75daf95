import type { Point } from 'slimwave-waves/mesh/mesh';
import { gridPoints } from 'slimwave-waves/scene/points';
import { boxPolygon } from 'slimwave-waves/scene/shapes';
import type { Scene } from 'slimwave-waves/scene/scene';
import { rickerShape, type PlanePulse } from 'slimwave-waves/source';
import { relativeL2OfField } from '../metrics.ts';
import type { Check, Finding } from './check.ts';
import { scene, waveIn } from './outsideWaves.ts';

const radians = Math.PI / 180;

/** The wave in one medium, without anything that it meets. */
function direct({ x: x0, y: y0, angle, frequency }: PlanePulse, [x, y]: Point, t: number): number {
  const [nx, ny] = [Math.cos(angle * radians), Math.sin(angle * radians)];
  return rickerShape(frequency * ((x - x0) * nx + (y - y0) * ny - t));
}

/** Of a wave with its reflection from a plane at right angles to an axis, whose image of it is known. */
function mirrorError(
  changes: Partial<Scene>,
  pulse: PlanePulse,
  points: readonly Point[],
  { sign, mirrored }: { sign: 1 | -1; mirrored: (point: Point) => Point },
): number {
  const { values, times } = waveIn(changes, pulse, { points, duration: 1.2, frames: 13 });
  const truth = times.flatMap((t) =>
    points.map((point) => direct(pulse, point, t) + sign * direct(pulse, mirrored(point), t)),
  );
  return relativeL2OfField(values, Float32Array.from(truth));
}

/** Over a fixed or free bottom, which the incoming wave knows. */
const overBottom = (bottom: 'fixed' | 'free', angle: number): number =>
  mirrorError(
    { size: 1 / 4, sides: { ...scene.sides, bottom } },
    { x: 0.3, y: 0.6, angle, frequency: 2.5, height: 1 },
    gridPoints([0.1, 0.9], [0, 0.9], 9),
    { sign: bottom === 'free' ? 1 : -1, mirrored: ([x, y]) => [x, -y] },
  );

/** Before a fixed or free right side, which scatters it. What comes from the side's ends is still on its way. */
const beforeWall = (right: 'fixed' | 'free', angle: number): number =>
  mirrorError(
    { box: { x: [0, 1], y: [0, 3.2] }, sides: { ...scene.sides, right } },
    { x: 0.5, y: 2.1, angle, frequency: 2.5, height: 1 },
    gridPoints([0.5, 0.95], [2.1, 2.5], 5),
    { sign: right === 'free' ? 1 : -1, mirrored: ([x, y]) => [2 - x, y] },
  );

/** Below the interface, with the cells (m) of the model in which it is an inclusion; above, c = 1 m/s and ρ = 1 kg/m². */
const media = [
  { name: 'slower and denser', speed: 0.6, density: 3, size: 1 / 14, angles: [0, 50] },
  { name: 'faster', speed: 1.5, density: 1.2, size: 1 / 10, angles: [24] },
] as const;
type Medium = (typeof media)[number];

/** Of displacements, for horizontally polarised shear waves. */
function fresnel({ speed, density }: Medium, degrees: number): [reflected: number, passed: number] {
  const sine = Math.sin(degrees * radians);
  const [above, below] = [
    Math.sqrt(1 - sine ** 2),
    density * speed * Math.sqrt(1 - (speed * sine) ** 2),
  ];
  return [(above - below) / (above + below), (2 * above) / (above + below)];
}

const INTERFACE = 0.5;
/** Peak frequency (Hz), and half the time (s) for which its wavelet is looked at. */
const [FREQUENCY, WINDOW] = [3, 0.35];

/** The coefficients as the wave shows them, with the lower medium as a layer or as an inclusion, which scatters. */
function measured(medium: Medium, degrees: number, as: 'layer' | 'inclusion'): [number, number] {
  const { speed, density } = medium;
  const [width, at, size] = as === 'layer' ? [1, 0.5, 1 / 4] : [2.6, 2, medium.size];
  const pulse = { x: at, y: 0.8, angle: degrees - 90, frequency: FREQUENCY, height: 1 };
  const points: Point[] = [
    [at, 0.7],
    [at, 0.3],
  ];
  const below = boxPolygon({ x: [-1, width + 1], y: [-1, INTERFACE] });
  const changes: Partial<Scene> =
    as === 'layer'
      ? { layers: [{ top: INTERFACE, speed, density }] }
      : { inclusions: [{ shape: below, speed, density }] };
  const box = { x: [0, width], y: [0, 1] } as const;
  const { values, times } = waveIn({ ...changes, size, box }, pulse, {
    points,
    duration: 1.2,
    frames: 121,
  });
  // Snell: the slowness along the interface is the same on both sides.
  const p = Math.sin(degrees * radians);
  const [q1, q2] = [Math.sqrt(1 - p ** 2), Math.sqrt(1 / speed ** 2 - p ** 2)];
  const arrivals = [
    q1 * (0.8 - INTERFACE + 0.7 - INTERFACE),
    q1 * (0.8 - INTERFACE) + q2 * (INTERFACE - 0.3),
  ];
  return [0, 1].map((point) => {
    let [product, squares] = [0, 0];
    times.forEach((t, k) => {
      if (Math.abs(t - arrivals[point]) > WINDOW) return;
      const shape = rickerShape(FREQUENCY * (t - arrivals[point]));
      const u = values[2 * k + point] - (point === 0 ? direct(pulse, points[0], t) : 0);
      product += u * shape;
      squares += shape * shape;
    });
    return product / squares;
  }) as [number, number];
}

const percent = (share: number) => 100 * share;

export const incidentWaves: Check = {
  id: 'incident-waves',
  title: 'Plane waves from outside',
  explanation:
    'A plane wave comes in at an angle. Over a fixed or free bottom the wave and its mirror image are known; so are they before a side that scatters it. At an interface the amplitudes that come back and go through follow from Snell and Fresnel. The lower medium is a layer, which the incoming wave knows, and then an inclusion, so that the model computes all that differs.',
  source: 'Aki and Richards, Quantitative Seismology, chapter 5',
  *run() {
    const findings: Finding[] = [];
    const conditions = ['fixed', 'free'] as const;
    const steps = 2 * conditions.length + media.reduce((sum, { angles }) => sum + angles.length, 0);
    let done = 0;
    for (const condition of conditions) {
      findings.push({
        what: `relative L2 error at −60° over a ${condition} bottom`,
        value: percent(overBottom(condition, -60)),
        unit: '%',
        atMost: 1e-4,
      });
      yield ++done / steps;
      findings.push({
        what: `relative L2 error before a ${condition} side, 30° from its normal`,
        value: percent(beforeWall(condition, 30)),
        unit: '%',
        atMost: 0.5,
      });
      yield ++done / steps;
    }
    const plots = [];
    for (const medium of media) {
      const worst = { layer: 0, inclusion: 0 };
      const found = { x: [] as number[], y: [[], []] as number[][] };
      for (const degrees of medium.angles) {
        const exact = fresnel(medium, degrees);
        for (const as of ['layer', 'inclusion'] as const) {
          const values = measured(medium, degrees, as);
          values.forEach((value, i) => {
            worst[as] = Math.max(worst[as], Math.abs(value - exact[i]));
            if (as === 'inclusion') found.y[i].push(value);
          });
        }
        found.x.push(degrees);
        yield ++done / steps;
      }
      findings.push(
        {
          what: `largest difference to the exact coefficients, ${medium.name} layer below`,
          value: percent(worst.layer),
          unit: '%',
          atMost: 1e-3,
        },
        {
          what: `the same as an inclusion`,
          value: percent(worst.inclusion),
          unit: '%',
          atMost: 0.5,
        },
      );
      const last = medium.angles.at(-1)!;
      const line = Array.from({ length: 31 }, (_, k) => (last * k) / 30);
      plots.push({
        title: `Amplitudes, ${medium.name} below`,
        x: { title: 'Angle of incidence (°)' },
        y: { title: 'Share of the amplitude' },
        series: ['reflected', 'passed on'].flatMap((name, i) => [
          { name, x: found.x, y: found.y[i] },
          {
            name: `${name} (theory)`,
            x: line,
            y: line.map((degrees) => fresnel(medium, degrees)[i]),
            reference: true,
          },
        ]),
      });
    }
    return { findings, plots };
  },
};
