// A pulse in a square with a hole: two sides reflect, two let waves out.
import {
  Leapfrog,
  addGaussian,
  interpolationMatrix,
  largestEigenvalue,
  meshRegion,
  multiply,
  uniformMaterial,
  waveSystem,
} from 'slimwave-waves';

export function example() {
  const mesh = meshRegion(
    {
      outline: {
        points: [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
        names: ['bottom', 'right', 'top', 'left'],
      },
      holes: [
        {
          points: [
            [0.6, 0.4],
            [0.8, 0.4],
            [0.7, 0.6],
          ],
          names: 'hole',
        },
      ],
      lines: [],
    },
    { size: 1 / 40 },
  );
  const system = waveSystem(mesh, uniformMaterial(mesh, 1), {
    left: 'fixed',
    bottom: 'free',
    right: 'absorbing',
    top: 'absorbing',
    hole: 'fixed',
  });
  const limit = 2 / Math.sqrt(largestEigenvalue(system.stiffness, system.mass, system.fixed));
  const steps = Math.ceil(1 / (0.95 * limit));
  const leapfrog = new Leapfrog(system, 1 / steps);

  const displacement = new Float64Array(mesh.x.length);
  addGaussian(mesh, { x: 0.35, y: 0.5 }, { width: 0.05, height: 1 }, displacement);
  leapfrog.start(displacement, new Float64Array(mesh.x.length));

  const receiver = interpolationMatrix(mesh, [[0.35, 0.5]]);
  const u = new Float64Array(1);
  const energyAtFirst = leapfrog.energy();
  for (let step = 0; step < steps; step++) leapfrog.step();
  multiply(receiver, leapfrog.u, u);
  const energy = leapfrog.energy() / energyAtFirst;
  leapfrog.dispose();
  return [
    `${mesh.x.length} nodes, ${steps} steps to t = 1 s`,
    `Energy that is left: ${(100 * energy).toFixed(1)} %`,
    `u at the receiver: ${u[0].toFixed(4)}`,
  ];
}
