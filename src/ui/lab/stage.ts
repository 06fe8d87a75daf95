/** The sample on the stage, and how the stage shows it. Truth and forecasts follow: `run/stageQuestions.ts`. */
import { testSample } from '../../engine/data/sampling.ts';
import {
  experimentAt,
  fromArray,
  toArray,
  type SampleParameters,
} from '../../engine/experiment/parameters.ts';
import { sceneProblem } from '../../engine/scene/check.ts';
import { originOf } from '../../engine/tasks/index.ts';
import type { Parts } from './parts.ts';

export class Stage {
  constructor(private readonly parts: Parts) {}

  refresh(): void {
    this.parts.dispatch({ type: 'refresh' });
  }

  /** Shows other free parameters: truth and forecasts follow. What the scene does not allow is not shown. */
  showParameters(parameters: SampleParameters): void {
    const { store } = this.parts;
    const problem = sceneProblem(experimentAt(store.getState().shown, parameters));
    if (problem !== undefined) {
      store.setState({ stageProblem: problem });
      return;
    }
    store.setState({ parameters, sample: undefined, stageProblem: undefined });
    this.refresh();
  }

  /** Changes some of the source's three parameters. */
  moveSource(change: Partial<Omit<SampleParameters, 'others'>>): void {
    this.showParameters({ ...this.parts.store.getState().parameters, ...change });
  }

  /** Changes one free parameter, by its place in `freeParameters`. */
  setParameter(index: number, value: number): void {
    const { parameters } = this.parts.store.getState();
    this.showParameters(fromArray(toArray(parameters).with(index, value)));
  }

  /** Shows a test sample (0-based); none of conflicting settings, or of settings whose data file is not open. */
  showSample(index: number): void {
    const { store, file } = this.parts;
    const { experiment, issues } = store.getState();
    if (issues.length > 0) return;
    const sample = Math.min(Math.max(0, Math.round(index)), experiment.data.test - 1);
    const own = originOf(experiment).fromFile ? file()?.samples(experiment) : undefined;
    const parameters = own ? own.testSample(sample) : testSample(experiment, sample);
    store.setState({ sample, parameters, stageProblem: undefined });
    this.refresh();
  }

  /** The square in the place of the networks' panels, or back. */
  toggleSquare(): void {
    this.parts.store.setState(({ squareLarge }) => ({ squareLarge: !squareLarge }));
  }

  toggleMesh(): void {
    this.parts.store.setState(({ meshShown }) => ({ meshShown: !meshShown }));
  }
}
