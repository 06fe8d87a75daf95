/** The weights of the networks that come with the page already trained. */
import url from '../engine/pretrained/frames.safetensors?url';
import { looksLikeSafetensors } from '../engine/files/safetensors.ts';
import { PretrainedModels } from '../engine/pretrained/models.ts';
import { fetchFile } from './fetchFile.ts';

const WEIGHTS = { name: 'a file of weights', fits: looksLikeSafetensors };

/** Rejects with the end of a sentence if the file does not come or is damaged. */
export const loadPretrained = async (): Promise<PretrainedModels> =>
  new PretrainedModels(await fetchFile(url, WEIGHTS));
