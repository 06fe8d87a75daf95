/**
 * The script that gives a study to Slurm: an array with one task a run, and a job that merges once the array has ended.
 * Slurm is the scheduler; the script only submits, and names runs by their number.
 */
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../usageError.ts';
import type { Run } from './plan.ts';
import { writeWhole } from '../wholeFile.ts';

/** Begins every script of ours: what begins otherwise is not replaced. */
const FIRST_LINES = '#!/bin/bash\n# A Slimwave study on Slurm.';

/** One word for a shell, whatever is in it. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

export interface SlurmStudy {
  runs: readonly Pick<Run, 'id'>[];
  /** Of `planHash`: tasks of another plan are refused. */
  plan: string;
  /** The runner: a program and its first arguments. */
  program: readonly string[];
  /** Arguments that name the study, folder included. */
  words: readonly string[];
  folder: string;
  /** For `sbatch`, all jobs. */
  options: readonly string[];
}

const words = (texts: readonly string[]): string => texts.map(shellWord).join(' ');

/**
 * The script's text. Where it waits and for what:
 *
 * - The merge waits for the end of the array, however that is (`afterany`): with `afterok` a single lost task would
 *   leave it in the queue for ever, and the tables can be written of what there is. It fails if runs are missing.
 * - Slurm itself starts tasks again that lose their node or are preempted (`--requeue`). A task that is killed, such as
 *   for its memory, puts itself into the queue again, twice. What fails otherwise would fail again.
 */
export function slurmScript({ runs, plan, program, words: study, folder, options }: SlurmStudy) {
  return `${FIRST_LINES} On a computer from which jobs are submitted:
#
#   bash study.sh         submits what is missing: an array with one task a run, and a job that merges
#   bash study.sh list    lists what is missing
#
# Runs that are done are not submitted again, so after a failure the same command does the rest.
# The tasks print to log/ in the folder of the study.
set -euo pipefail

slimwave=(${words(program)})
study=(study ${words([...study, '--plan', plan])})
folder=${shellWord(folder)}
# Slurm puts numbers in place of a percent sign and a letter.
log=\${folder//%/%%}/log
options=(${words(options)})
name=slimwave-${plan}

# The number of a task is the place of its run in this list, from 0.
runs=(
${runs.map(({ id }) => `  ${shellWord(id)}`).join('\n')}
)

call() { "\${slimwave[@]}" "\${study[@]}" "$@"; }

# Slurm copies the script it is given, so that this file can change or move while jobs wait.
submit() {
  sbatch --parsable --job-name="$name" --open-mode=append \\
    \${options[@]+"\${options[@]}"} "$@"
}

submit_missing() {
  local waiting missing size offset i array job script jobs=()
  script=$(realpath "$0")
  waiting=$(squeue --noheader --name="$name" --user="$(id -un)")
  if [[ -n $waiting ]]; then
    echo "Jobs of this study are still in the queue; wait for them, or end them with: scancel --name=$name" >&2
    exit 1
  fi
  missing=$'\\n'$(call --list)$'\\n'
  if [[ -z \${missing//$'\\n'/} ]]; then
    echo 'No run is missing.' >&2
    call --merge
    exit
  fi
  mkdir -p "$folder/log"
  # Numbers in an array are below MaxArraySize: long studies are several arrays, each with an offset.
  size=$(scontrol show config | sed -n 's/^MaxArraySize *= *//p')
  size=\${size:-1000}
  if ((size < 1)); then
    echo 'This Slurm takes no arrays (MaxArraySize 0); use --shard.' >&2
    exit 1
  fi
  for ((offset = 0; offset < \${#runs[@]}; offset += size)); do
    array=
    for ((i = offset; i < offset + size && i < \${#runs[@]}; i++)); do
      if [[ $missing == *$'\\n'"\${runs[i]}"$'\\n'* ]]; then array+=,$((i - offset)); fi
    done
    if [[ -z $array ]]; then continue; fi
    job=$(submit --requeue --array="\${array#,}" --output="$log/%A_%a.txt" "$script" task "$offset")
    jobs+=("\${job%%;*}")
  done
  job=$(IFS=:; submit --dependency="afterany:\${jobs[*]}" --output="$log/merge_%j.txt" "$script" merge)
  echo "Submitted: array \${jobs[*]}, and the merge \${job%%;*} after it. Progress: squeue --name=$name"
}

task() {
  local code=0
  call --only "\${runs[$1 + SLURM_ARRAY_TASK_ID]}" || code=$?
  if ((code == 128 + 9 && \${SLURM_RESTART_COUNT:-0} < 2)); then
    echo 'Killed: back into the queue.'
    scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
  fi
  exit "$code"
}

merge() {
  call --merge
  if [[ -n $(call --list) ]]; then
    echo 'Runs are missing: submit the study again, it does the rest.' >&2
    exit 1
  fi
}

case \${1:-} in
  '') submit_missing ;;
  list) call --list ;;
  task) task "$2" ;;
  merge) merge ;;
  *) echo "Use no argument, to submit what is missing, or list." >&2; exit 2 ;;
esac
`;
}

/** Throws `UsageError` for what Slurm can't write to. */
function checkFolder(folder: string): void {
  if (!folder.includes('\\')) return;
  throw new UsageError(
    `--folder ${folder}: Slurm’s names of files can’t have a backslash. Choose another folder.`,
  );
}

/** Where the script goes, from what was asked for: a file, or a folder. Throws `UsageError`. */
function scriptFile(asked: string): string {
  const folder = asked.endsWith('/') || statSync(asked, { throwIfNoEntry: false })?.isDirectory();
  const file = path.resolve(folder ? path.join(asked, 'study.sh') : asked);
  if (existsSync(file) && !readFileSync(file, 'utf8').startsWith(FIRST_LINES)) {
    throw new UsageError(
      `--slurm ${asked}: ${file} is there and not a script of a study; it stays as it is.`,
    );
  }
  return file;
}

/** Writes the script and returns its path. Throws `UsageError`, or a sentence if it can't be written. */
export function writeSlurmScript(asked: string, study: SlurmStudy): string {
  checkFolder(study.folder);
  const file = scriptFile(asked);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
  } catch (error) {
    throw new UsageError(`--slurm ${asked}: ${(error as Error).message}`);
  }
  writeWhole(file, slurmScript(study));
  return file;
}
