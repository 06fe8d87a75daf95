import { gridPoints } from 'slimwave-waves/scene/points';
import type { Scene } from 'slimwave-waves/scene/scene';
import { relativeL2OfField } from '../metrics.ts';
import type { Check, Finding } from './check.ts';
import { scatteredByDisc, type Disc } from './cylinder.ts';
import { waveIn } from './outsideWaves.ts';

const pulse = { x: 0.3, y: 0.6, angle: -60, frequency: 3, height: 1 } as const;
const place = { x: 0.55, y: 0.45, radius: 0.15 } as const;
const circle = { kind: 'circle', ...place } as const;
const medium = { speed: 0.6, density: 2 } as const;
/** All over the square, behind the disc and in it. */
const looked = { points: gridPoints([0.05, 0.95], [0.05, 0.95], 13), duration: 1.5, frames: 16 };

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

/** In per cent. */
function errorOf(disc: (typeof discs)[number]): number {
  const { values, times } = zoneOf(disc.changes);
  const truth = scatteredByDisc(disc, pulse, looked.points, times);
  return 100 * relativeL2OfField(values, Float32Array.from(truth));
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
    'A plane wave at −60° meets a disc in a square of 1 m with open sides. The whole field is compared with the exact series of Bessel functions, at 169 points and 16 times. Nothing must change in a square of 2 m, also where a layer runs into the open sides.',
  source: 'Morse and Ingard, Theoretical Acoustics (1968), chapter 8',
  *run() {
    const findings: Finding[] = [];
    const steps = discs.length + 2;
    for (const disc of discs) {
      findings.push({
        what: `relative L2 error, ${disc.name}`,
        value: errorOf(disc),
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
    return { findings, plots: [] };
  },
};
