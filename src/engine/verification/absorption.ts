import type { Check } from './check.ts';
import { reflectedEnergy } from './packet.ts';

const ANGLES = [0, 15, 30, 45, 60, 70];

/** Of the first-order condition (Engquist and Majda 1977). */
const theory = (degrees: number): number => {
  const cosine = Math.cos((degrees * Math.PI) / 180);
  return (1 - cosine) / (1 + cosine);
};

export const absorption: Check = {
  id: 'absorption',
  title: 'Absorbing sides',
  explanation:
    'A wave packet with 20 points per wavelength runs into an absorbing side. The first-order condition absorbs it at normal incidence and reflects (1 − cos θ)/(1 + cos θ) of the amplitude at the angle θ. The figure is the square root of the energy that comes back.',
  source: 'Engquist and Majda, Math. Comp. 31 (1977)',
  *run() {
    const measured: number[] = [];
    for (const angle of ANGLES) {
      const [before, after] = reflectedEnergy(angle, 'absorbing');
      measured.push(Math.sqrt(after / before));
      yield measured.length / ANGLES.length;
    }
    const at = (angle: number) => 100 * measured[ANGLES.indexOf(angle)];
    const finer = Array.from({ length: 71 }, (_, k) => k);
    return {
      findings: [
        { what: 'reflected amplitude, normal incidence', value: at(0), unit: '%', atMost: 1 },
        {
          what: 'reflected amplitude at 45° (theory 17.2 %)',
          value: at(45),
          unit: '%',
          atLeast: 16.5,
          atMost: 18,
        },
        ...[30, 60].map((angle) => ({
          what: `reflected amplitude at ${angle}° ÷ theory`,
          value: at(angle) / (100 * theory(angle)),
          atLeast: 0.9,
          atMost: 1.1,
        })),
      ],
      plots: [
        {
          title: 'Reflected amplitude',
          x: { title: 'Angle of incidence (°)' },
          y: { title: 'Reflected (%)' },
          series: [
            { name: 'measured', x: ANGLES, y: measured.map((r) => 100 * r) },
            {
              name: '(1 − cos θ)/(1 + cos θ)',
              x: finer,
              y: finer.map((a) => 100 * theory(a)),
              reference: true,
            },
          ],
        },
      ],
    };
  },
};
