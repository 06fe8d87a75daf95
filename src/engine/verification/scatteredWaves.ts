import { gridPoints } from 'slimwave-waves/scene/points';
import type { Scene } from 'slimwave-waves/scene/scene';
import { relativeL2OfField } from '../metrics.ts';
import type { Check, Finding, Series } from './check.ts';
import { scatteredByDisc, type Disc } from './cylinder.ts';
import { waveIn } from './outsideWaves.ts';

const pulse = { x: 0.3, y: 0.6, angle: -60, frequency: 3, height: 1 } as const;
const place = { x: 0.55, y: 0.45, radius: 0.15 } as const;
const circle = { kind: 'circle', ...place } as const;
const medium = { speed: 0.6, density: 2 } as const;
/** All over the square, behind the disc and in it. */
const looked = { points: gridPoints([0.05, 0.95], [0.05, 0.95], 13), duration: 1.5, frames: 31 };

const discs: readonly (Disc & { name: string; changes: Partial<Scene> })[] = [
  {
    name: 'fixed disc',
    ...place,
    inside: 'fixed',
    changes: { obstacles: [{ shape: circle, condition: 'fixed' }] },
  },
  {
    name: 'free disc',
    ...place,
    inside: 'free',
    changes: { obstacles: [{ shape: circle, condition: 'free' }] },
  },
  {
    name: 'slow and dense disc',
    ...place,
    inside: medium,
    changes: { inclusions: [{ shape: circle, ...medium }] },
  },
];

const zoneOf = (changes: Partial<Scene>) => waveIn({ ...changes, mesh: 'fitted' }, pulse, looked);

/** Of these points the one (m) whose seismogram is drawn: the wave gets there past the disc. */
const SHOWN = { index: 8 * 13 + 2, x: 0.65, y: 0.2 };

/** The relative L2 error in per cent, and seismograms of one point. */
function compared(disc: (typeof discs)[number]) {
  const { values, times } = zoneOf(disc.changes);
  const truth = Float32Array.from(scatteredByDisc(disc, pulse, looked.points, times));
  const shown = (u: Float32Array) =>
    times.map((_, frame) => u[frame * looked.points.length + SHOWN.index]);
  return {
    error: 100 * relativeL2OfField(values, truth),
    series: [
      { name: disc.name, x: times, y: shown(values) },
      { name: `${disc.name}, exact`, x: times, y: shown(truth), reference: true },
    ],
  };
}

/** How much the field changes in a square twice as wide, in per cent. */
function againstLarger(changes: Partial<Scene>): number {
  const large = { ...changes, box: { x: [-0.5, 1.5], y: [-0.5, 1.5] } } as const;
  return 100 * relativeL2OfField(zoneOf(changes).values, zoneOf(large).values);
}

/** Below the disc, and beyond the open sides. */
const layers = [{ top: 0.2, speed: 1.4, density: 1.5 }];
export const scatteredWaves: Check = {
  id: 'scattered-waves',
  title: 'Scattered waves and open sides',
  explanation:
    'A plane wave at −60° meets a disc in a square of 1 m with open sides. The whole field is compared with the exact series of Bessel functions, at 169 points and 31 times. Nothing must change in a square of 2 m, also where a layer runs into the open sides.',
  source: 'Morse and Ingard, Theoretical Acoustics (1968), chapter 8',
  *run() {
    const findings: Finding[] = [];
    const series: Series[] = [];
    const steps = discs.length + 2;
    for (const disc of discs) {
      const { error, series: shown } = compared(disc);
      series.push(...shown);
      findings.push({
        what: `relative L2 error, ${disc.name}`,
        value: error,
        unit: '%',
        atMost: 0.5,
      });
      yield findings.length / steps;
    }
    const [, , { changes }] = discs;
    const larger = { 'slow disc': changes, 'slow disc over a layer': { ...changes, layers } };
    for (const [name, scenery] of Object.entries(larger)) {
      findings.push({
        what: `difference to a square twice as wide, ${name}`,
        value: againstLarger(scenery),
        unit: '%',
        atMost: 1,
      });
      yield findings.length / steps;
    }
    return {
      findings,
      plots: [
        {
          title: `Displacement at x = ${SHOWN.x} m, y = ${SHOWN.y} m`,
          x: { title: 'Time (s)' },
          y: { title: 'u relative to the crest' },
          series,
        },
      ],
    };
  },
};
