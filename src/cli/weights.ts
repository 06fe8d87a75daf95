/** Trained networks from the files that `--weights` names, in place of networks of the experiment. */
import { validateExperiment } from '../engine/opening/validate.ts';
import { DataFileError } from '../engine/files/arrays.ts';
import {
  candidateMisfit,
  candidateNamed,
  candidateOf,
  type Candidate,
} from '../engine/import/candidate.ts';
import type { ModelFile } from '../engine/import/modelFile.ts';
import { conversionOf, readModelFile } from '../engine/import/readModel.ts';
import { sniffModel } from '../engine/import/sniff.ts';
import {
  hasNetwork,
  idsOf,
  isLoaded,
  networkIds,
  specOf,
  withSpec,
  type NetworkId,
} from '../engine/experiment/network.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import { weightsMisfit, type LoadedWeights } from '../engine/nets/loaded.ts';
import { options, type Invocation } from './arguments.ts';
import { fileSource } from './fileSource.ts';
import { applySettings, parseSetting } from './openExperiment.ts';
import { parseWords } from './parse.ts';
import { UsageError } from './usageError.ts';

/** By fingerprint. */
export type Weights = ReadonlyMap<string, LoadedWeights>;

/** `b=file` names the network that the file becomes, `file` alone is for the one that asks for it. */
function parseWanted(text: string): { id?: NetworkId; path: string } {
  const id = networkIds.find((one) => text.toLowerCase().startsWith(`${one}=`));
  return id ? { id, path: text.slice(2) } : { path: text };
}

async function readFile(path: string): Promise<ModelFile> {
  try {
    const source = fileSource(path);
    try {
      const conversion = conversionOf(await sniffModel(source), path);
      if (conversion !== undefined) throw new DataFileError(conversion);
      return await readModelFile(source);
    } finally {
      source.close?.();
    }
  } catch (error) {
    throw new UsageError(`--weights ${path}: ${(error as Error).message}`);
  }
}

/** The network that asks for the weights of a file. */
function asking(experiment: Experiment, model: ModelFile): [NetworkId, Candidate] {
  for (const id of idsOf(experiment)) {
    const { weights } = specOf(experiment, id);
    const candidate = weights === '' ? undefined : candidateNamed(model, experiment, weights);
    if (candidate) return [id, candidate];
  }
  throw new UsageError(
    `--weights ${model.name}: no network of the experiment asks for these weights. Say which one begins with them, as in --weights b=${model.name}.`,
  );
}

function placed(experiment: Experiment, id: NetworkId, model: ModelFile, set: readonly string[]) {
  const candidate = candidateOf(model, experiment);
  const own = set.map(parseSetting).filter(([key]) => key.toLowerCase().startsWith(`${id}.`));
  const next = applySettings(withSpec(experiment, id, candidate.spec), own);
  return { candidate, next };
}

/** The experiment with the trained networks in it. Rejects with `UsageError`. */
export async function withWeights(invocation: Invocation, args: string[]): Promise<Invocation> {
  const { weights: wanted = [], set = [] } = parseWords(args, options).values;
  let { experiment } = invocation;
  const found = new Map<string, LoadedWeights>();
  for (const { id, path } of wanted.map(parseWanted)) {
    const model = await readFile(path);
    try {
      const [place, candidate] = id === undefined ? asking(experiment, model) : [id];
      if (!hasNetwork(experiment, place)) {
        throw new UsageError(
          `There is no network ${place.toUpperCase()}: add it with --set networks=${networkIds.indexOf(place) + 1}.`,
        );
      }
      const put = candidate
        ? { candidate, next: experiment }
        : placed(experiment, place, model, set);
      const misfit = candidateMisfit(put.candidate, put.next, place);
      if (misfit !== undefined) throw new UsageError(misfit);
      experiment = put.next;
      found.set(put.candidate.weights.fingerprint, put.candidate.weights);
    } catch (error) {
      if (!(error instanceof DataFileError || error instanceof UsageError)) throw error;
      const text = error.message.startsWith('--weights')
        ? error.message
        : `--weights ${path}: ${error.message}`;
      throw new UsageError(text);
    }
  }
  check(experiment, found);
  return { ...invocation, experiment, weights: found };
}

function check(experiment: Experiment, found: Weights): void {
  const issues = validateExperiment(experiment);
  if (issues.length > 0)
    throw new UsageError(issues.map(({ key, message }) => `${key}: ${message}`).join(' '));
  for (const id of idsOf(experiment)) {
    const spec = specOf(experiment, id);
    if (!isLoaded(spec)) continue;
    const weights = found.get(spec.weights);
    if (!weights) {
      throw new UsageError(
        `Network ${id.toUpperCase()} begins with trained weights (${spec.weights}): give their file with --weights FILE.`,
      );
    }
    const misfit = weightsMisfit(weights, experiment, id);
    if (misfit !== undefined) throw new UsageError(`--weights: ${misfit}`);
  }
}
