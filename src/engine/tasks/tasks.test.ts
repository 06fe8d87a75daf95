/** A task is its folder and one line: nothing else may name one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultExperiment, findLeaf } from '../experiment/leaves.ts';
import { product } from '../math.ts';
import { tasks } from './index.ts';
import { recordedAxes, recordedFrames, type TaskSettings } from './task.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDER = join('src', 'engine', 'tasks');

/** Presets are experiments, and choose a task as any user does; so do those of earlier versions. */
const mayName = (file: string): boolean =>
  file.startsWith(FOLDER + sep) ||
  file === join('src', 'engine', 'experiment', 'presets.ts') ||
  file === join('src', 'engine', 'opening', 'version1.ts') ||
  /\.test\.tsx?$|\.testing\.ts$/.test(file);

function* sourcesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sourcesIn(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

/** Where a file compares a task's kind, or says one as a whole string. */
function namedTasks(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const distinct = tasks.filter(({ id }) => id.includes('-')).map(({ id }) => id);
  // One word may mean something else: the propagator is a network too, and own is a common word.
  const single = tasks.filter(({ id }) => !id.includes('-')).map(({ id }) => id);
  const anywhere = new RegExp(`['"\`](?:${distinct.join('|')})['"\`]`, 'g');
  const compared = new RegExp(
    `task\\.?kind'?\\s*(?:[!=]==|:|\\]|,)\\s*['"](?:${single.join('|')})['"]|\\btask\\.kind\\s*[!=]==|switch \\((?:experiment\\.)?task\\.kind\\)`,
    'g',
  );
  return [...(code.match(anywhere) ?? []), ...(code.match(compared) ?? [])];
}

describe('the names of tasks', () => {
  it('are found where they stand', () => {
    expect(namedTasks("if (kind === 'zone-frames') return 1;")).toHaveLength(1);
    expect(namedTasks("run.task.kind === 'propagator' ? 1 : 2")).toHaveLength(1);
    expect(namedTasks("'task.kind': 'own'")).toHaveLength(1);
    expect(namedTasks('switch (task.kind) {')).toHaveLength(1);
    expect(namedTasks("net.kind === 'propagator' // zone-frames")).toHaveLength(0);
  });

  it('stand in their folder alone', () => {
    const found = [...sourcesIn('src')]
      .filter((file) => !mayName(file))
      .flatMap((file) =>
        namedTasks(readFileSync(join(ROOT, file), 'utf8')).map((name) => `${file}: ${name}`),
      );
    expect(found).toEqual([]);
  });

  it('are the folders beside the registry', () => {
    const folders = readdirSync(join(ROOT, FOLDER), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'origins')
      .map(({ name }) => name);
    expect(folders.toSorted()).toEqual(tasks.map(({ id }) => id).toSorted());
  });

  it('stand in one line of the registry each', () => {
    const text = readFileSync(join(ROOT, FOLDER, 'registry.ts'), 'utf8');
    for (const { id } of tasks) {
      expect(text.split(`'./${id}/task.ts'`)).toHaveLength(2);
    }
  });
});

describe.each(tasks.map((task) => [task.id, task] as const))('task %s', (_, task) => {
  const settings: TaskSettings = {
    ...defaultExperiment.task,
    inputs: '3x8x8',
    outputs: '5x8x8',
  };

  it('has the settings that its axes are chosen by', () => {
    for (const { setting } of task.axes(settings)) {
      if (setting === undefined) continue;
      expect(task.settings).toContain(setting);
      expect(findLeaf(`task.${setting}`)).toBeDefined();
    }
  });

  it('records as many values as a network makes', () => {
    for (const time of ['channels', 'axis'] as const) {
      const given = { ...settings, time };
      const made =
        product(task.axes(given).map(({ points }) => points)) * task.channels(given).count;
      const recorded = recordedAxes(task, given).map(({ points }) => points);
      expect(product(recorded)).toBe(made);
      expect(made % recordedFrames(task, given)).toBe(0);
    }
  });

  it('begins with what it says', () => {
    const input = task.input(settings, 4);
    expect(input).toHaveLength(task.beginsWithField(settings) ? 3 : 1);
  });

  it('says every word that the page asks for', () => {
    const { words } = task;
    const { truth, forecast, result } = words;
    for (const text of [truth.title, truth.help, forecast, result, words.summary(settings)])
      expect(text).not.toMatch(/undefined|^$/);
    expect(task.help).toMatch(/^[A-Z].*\.$/);
  });
});
