/** What a pack says of itself, in its file pack.json. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';

export const MANIFEST = 'pack.json';

const manifestSchema = v.object({
  /** Of Slimwave. */
  version: v.string(),
  /** From which it was packed; empty outside a repository. */
  commit: v.string(),
  /** Day. */
  packed: v.string(),
  node: v.string(),
  dawn: v.string(),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;

export const readManifest = (file: string): Manifest =>
  v.parse(manifestSchema, JSON.parse(readFileSync(file, 'utf8')));

export const manifestFact = ({ version, commit, packed, dawn }: Manifest): string =>
  `Pack: Slimwave ${version}${commit && ` (${commit})`}, packed on ${packed}, Dawn ${dawn}`;
