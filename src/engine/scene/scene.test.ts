import { describe, expect, it } from 'vitest';
import { sampleParameters } from '../data/sampling.ts';
import { middleParameters } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { ricker } from 'slimwave-waves/source';
import { meshQuality } from 'slimwave-waves/mesh/quality';
import { relativeL2OfField } from '../metrics.ts';
import { meshed } from './meshed.ts';
import { sceneOf } from './scene.ts';
import { materialAt } from 'slimwave-waves/scene/scene';
import { gridPoints } from 'slimwave-waves/scene/points';
import { Simulator } from './simulator.ts';
import { runSubmodel } from './submodel.ts';
import { sum } from '../math.ts';

function simulate(values: Record<string, string>) {
  const experiment = experimentFrom({
    'scene.elements': '40',
    'source.frequency': '2',
    'source.x': '0.25',
    'source.y': '0.5',
    'task.frames': '8',
    ...values,
  });
  const simulator = new Simulator(experiment);
  const parameters = middleParameters(experiment);
  const recording = simulator.run(parameters, { energy: true, trace: true });
  const { model } = simulator.prepare(parameters);
  simulator.dispose();
  return { experiment, parameters, model, ...recording };
}

const difference = (a: Float32Array, b: Float32Array): number => relativeL2OfField(a, b);

describe('media', () => {
  it('the last inclusion covers the others, inclusions cover layers, and the nearest layer counts', () => {
    const scene = sceneOf(
      meshed(
        experimentFrom({
          'scene.layers': 'layer(0.3,3,1) layer(0.6,2,1)',
          'scene.inclusions': 'circle(0.5,0.5,0.2,4,1) rectangle(0.5,0.5,0.1,0.1,5,1)',
        }),
      ),
    );
    const speeds = [
      [0.1, 0.9],
      [0.1, 0.5],
      [0.1, 0.1],
      [0.35, 0.5],
      [0.5, 0.52],
    ].map(([x, y]) => materialAt(scene, x, y).speed);
    expect(speeds).toEqual([1, 2, 3, 4, 5]);
  });

  it('an inclusion of the same material changes no bit', () => {
    const plain = simulate({});
    const same = simulate({ 'scene.inclusions': 'circle(0.6,0.5,0.2,1,1)' });
    expect(same.zone).toEqual(plain.zone);
  });

  it('a layer is the same as an inclusion of its shape', () => {
    const layer = simulate({ 'scene.layers': 'layer(0.5,1.4,2)' });
    const inclusion = simulate({ 'scene.inclusions': 'rectangle(0.5,0.25,1,0.5,1.4,2)' });
    expect(inclusion.zone).toEqual(layer.zone);
  });

  it('twice the density everywhere changes nothing: the source is an acceleration', () => {
    const heavy = simulate({ 'scene.layers': 'layer(1,1,2)' });
    expect(difference(heavy.zone, simulate({}).zone)).toBeLessThan(1e-6);
  });
});

describe('meshes', () => {
  it.each(['quadrilaterals', 'fitted'])(
    '%s agree with triangles within the error of both',
    (mesh) => {
      const inclusion = {
        'scene.inclusions': 'rectangle(0.7,0.5,0.2,0.2,0.7,1.5)',
        'scene.elements': '80',
      };
      const triangles = simulate(inclusion);
      const other = simulate({ ...inclusion, 'scene.mesh': mesh });
      expect(difference(other.zone, triangles.zone)).toBeLessThan(0.03);
    },
  );
});

describe('obstacles', () => {
  it('have no displacement inside, and a wave outside', () => {
    const { zone, experiment } = simulate({
      'scene.mesh': 'fitted',
      'scene.obstacles': 'circle(free,0.7,0.5,0.1)',
    });
    const points = gridPoints(experiment.zone.x, experiment.zone.y, experiment.task.grid);
    const last = zone.subarray(-points.length);
    const moved = (where: (distance: number) => boolean) =>
      [...last].filter((_, p) => where(Math.hypot(points[p][0] - 0.7, points[p][1] - 0.5)));
    const [inside, outside] = [moved((r) => r < 0.097), moved((r) => r > 0.11)];
    expect(inside.length).toBeGreaterThan(50);
    expect(inside.every((u) => u === 0)).toBe(true);
    expect(outside.every((u) => u !== 0)).toBe(true);
  });

  it('take energy when they absorb and none when they are free or fixed', () => {
    const closed = {
      'scene.mesh': 'fitted',
      'scene.left': 'fixed',
      'scene.right': 'fixed',
      'scene.top': 'fixed',
      'source.kind': 'pulse',
    };
    const lost = (condition: string): number => {
      const { energy } = simulate({
        ...closed,
        'scene.obstacles': `circle(${condition},0.7,0.5,0.15)`,
      });
      return 1 - energy.values.at(-1)! / energy.values[0];
    };
    expect(Math.abs(lost('fixed'))).toBeLessThan(1e-10);
    expect(Math.abs(lost('free'))).toBeLessThan(1e-10);
    expect(lost('absorbing')).toBeGreaterThan(0.1);
  });
});

describe('excitations', () => {
  it('add up', () => {
    const none = { 'source.kind': 'none' };
    const first = simulate({ ...none, 'source.more': 'ricker(0.3,0.4,2,1)' });
    const second = simulate({ ...none, 'source.more': 'pulse(0.6,0.7,-0.5)' });
    const both = simulate({ ...none, 'source.more': 'ricker(0.3,0.4,2,1) pulse(0.6,0.7,-0.5)' });
    const added = first.zone.map((u, i) => u + second.zone[i]);
    expect(difference(both.zone, added)).toBeLessThan(1e-6);
  });

  it('a further source is what the first one is', () => {
    const first = simulate({});
    const further = simulate({ 'source.kind': 'none', 'source.more': 'ricker(0.25,0.5,2,1)' });
    expect(further.zone).toEqual(first.zone);
  });

  it('driven sides make waves without any source', () => {
    const { zone } = simulate({ 'source.kind': 'none', 'scene.left': 'driven' });
    expect(Math.max(...zone.map(Math.abs))).toBeGreaterThan(5e-4);
    expect(simulate({ 'source.kind': 'none' }).zone.every((u) => u === 0)).toBe(true);
  });
});

describe('plane waves', () => {
  it('begin with the speed of the medium they are in', () => {
    const { zone } = simulate({
      'source.kind': 'plane',
      'source.x': '0.2',
      'source.frequency': '4',
      'scene.layers': 'layer(1,2,1.5)',
      'scene.bottom': 'free',
      'scene.top': 'free',
      'scene.from': '0.15',
      'scene.duration': '0.3',
      'scene.elements': '80',
    });
    // In the last frame the crest is at 0.2 + 2 · 0.3; nothing has run back.
    const last = zone.subarray(-32 * 32);
    expect(Math.max(...last)).toBeGreaterThan(0.97e-3);
    expect(Math.max(...last)).toBeLessThan(1.03e-3);
  });
});

describe('a plane wave that is cut by absorbing sides', () => {
  it.each(['0', '30', '-140'])(
    'goes on entering, keeps its shape and leaves nothing behind (%s°)',
    (angle) => {
      const values = {
        'source.kind': 'plane',
        'source.x': '0.5',
        'source.y': '0.5',
        'source.angle': angle,
        'source.frequency': '3',
        'scene.bottom': angle === '0' ? 'free' : 'absorbing',
        'scene.top': angle === '0' ? 'free' : 'absorbing',
        'scene.elements': '64',
        'scene.from': '0',
        'scene.duration': '1.6',
        'zone.x': '0..1',
        'zone.y': '0..1',
        'task.frames': '17',
      };
      const { zone, experiment } = simulate(values);
      const points = gridPoints([0, 1], [0, 1], experiment.task.grid);
      const [dx, dy] = [
        Math.cos((Number(angle) * Math.PI) / 180),
        Math.sin((Number(angle) * Math.PI) / 180),
      ];
      const exact = zone.map((_, k) => {
        const [x, y] = points[k % points.length];
        const t = 0.1 * Math.floor(k / points.length);
        return 1e-3 * ricker(1.2 / 3 + (x - 0.5) * dx + (y - 0.5) * dy - t, 3);
      });
      expect(difference(zone, exact)).toBeLessThan(0.06);
      const last = zone.subarray(-points.length);
      expect(Math.max(...last.map(Math.abs))).toBeLessThan(1e-5);
    },
  );
});

describe('driven boundaries', () => {
  it('move an obstacle, and the wave leaves it in all directions', () => {
    const { zone, experiment } = simulate({
      'scene.mesh': 'fitted',
      'source.kind': 'none',
      'scene.obstacles': 'circle(driven,0.7,0.5,0.1)',
      'scene.bottom': 'absorbing',
      'scene.from': '0.6',
      'scene.duration': '0.8',
    });
    const points = gridPoints(experiment.zone.x, experiment.zone.y, experiment.task.grid);
    const frame = zone.subarray(0, points.length);
    const ring = [...frame].filter((_, p) => {
      const r = Math.hypot(points[p][0] - 0.7, points[p][1] - 0.5);
      return r > 0.105 && r < 0.115;
    });
    expect(ring.length).toBeGreaterThan(5);
    const mean = sum(ring) / ring.length;
    expect(Math.abs(mean)).toBeGreaterThan(1e-4);
    for (const u of ring) expect(Math.abs(u / mean - 1)).toBeLessThan(0.1);
  });
});

describe('the sides stay where they are', () => {
  it.each([
    'rectangle(0.5,0.9,0.3,0.199,1,1)',
    'polygon(1,1,0.3,0.7,0.7,0.7,0.5,0.9995)',
    'circle(0.5,0.8,0.1999,1,1)',
    'circle(0.5,0.8,0.2,1,1)',
    'circle(0.0004,0.5,0.2,1,1)',
  ])('beside %s', (inclusion) => {
    const { model } = simulate({ 'scene.mesh': 'fitted', 'scene.inclusions': inclusion });
    const { x, y, boundary } = model.mesh;
    const places = { left: [x, 0], right: [x, 1], bottom: [y, 0], top: [y, 1] } as const;
    for (const [name, [coordinate, at]] of Object.entries(places)) {
      expect(boundary[name].length).toBeGreaterThan(0);
      for (const node of boundary[name]) expect(coordinate[node]).toBe(at);
    }
  });
});

it('scenes with free shapes that graze sides, layers, the zone and each other are meshed', () => {
  const experiment = experimentFrom({
    'scene.mesh': 'fitted',
    'scene.elements': '32',
    'scene.inclusions': 'circle(0.2..0.8,0.2..0.8,0.1..0.2,0.8,1) circle(0.5,0.5,0.3,0.9,1)',
    'scene.layers': 'layer(0.4,1.2,1)',
    'zone.submodel': 'on',
    'data.train': '40',
  });
  const simulator = new Simulator(experiment);
  for (const values of sampleParameters(experiment).train) {
    const { model } = simulator.prepare(values);
    expect(meshQuality(model.mesh).smallestAngle).toBeGreaterThan(5);
  }
  simulator.dispose();
});

describe('submodel', () => {
  it.each([
    ['on its own mesh, under every step', { 'zone.cells': '70' }, 0.03],
    [
      'with an obstacle and a source inside',
      {
        'scene.mesh': 'fitted',
        'zone.cells': '60',
        'scene.obstacles': 'circle(fixed,0.7,0.5,0.08)',
        'source.more': 'ricker(0.55,0.6,2,1)',
      },
      0.04,
    ],
    [
      'with a driven obstacle inside',
      {
        'scene.mesh': 'fitted',
        'zone.cells': '60',
        'scene.obstacles': 'circle(driven,0.7,0.5,0.08)',
      },
      0.04,
    ],
    ['on a side of the square', { 'zone.x': '0.5..1', 'zone.y': '0..0.5' }, 0.03],
  ])('%s agrees with the full model', (_, values, bound) => {
    const full = simulate({ 'zone.submodel': 'on', ...values });
    const { experiment, parameters, trace, model } = full;
    const { zone } = runSubmodel(experiment, parameters, trace!, model.lambdaMax);
    const error = difference(zone, full.zone);
    expect(error).toBeLessThan(bound);
    expect(error).toBeGreaterThan(0);
  });

  it('hears enough in 48 output times, but not in 12', () => {
    const error = (frames: number): number => {
      const full = simulate({
        'zone.submodel': 'on',
        'zone.cells': '40',
        'zone.trace': 'frames',
        'scene.from': '0',
        'task.frames': String(frames),
      });
      const { experiment, parameters, trace, model } = full;
      return difference(
        runSubmodel(experiment, parameters, trace!, model.lambdaMax).zone,
        full.zone,
      );
    };
    expect(error(48)).toBeLessThan(0.03);
    expect(error(12)).toBeGreaterThan(0.05);
  });
});
