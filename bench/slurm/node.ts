/** A Slurm of one node on this machine, in a folder of its own: its daemons, and what its programs answer. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol', 'scancel'];
const FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

const withFolders = (): string => [process.env.PATH, ...FOLDERS].join(path.delimiter);

const isInstalled = (program: string): boolean =>
  withFolders()
    .split(path.delimiter)
    .some((folder) => existsSync(path.join(folder, program)));

/** Throws a sentence that says what to do. */
function checkMachine(): void {
  const missing = PROGRAMS.filter((program) => !isInstalled(program));
  if (missing.length > 0) {
    throw new Error(
      `Slurm is not installed (${missing.join(', ')} not found). On Debian: apt install slurm-wlm munge.`,
    );
  }
  if (process.getuid?.() !== 0) throw new Error('Slurm’s daemons need root: run this as root.');
}

/** A port that was free a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

/**
 * Without control groups, which a container may not have: processes are told apart by their group. Credentials that
 * expire soon let a task that is put back into the queue start again soon.
 */
function configuration(folder: string, [controlPort, nodePort]: readonly number[]): string {
  const host = hostname().split('.')[0];
  const settings: Record<string, string | number> = {
    ClusterName: 'bench',
    SlurmctldHost: `${host}(127.0.0.1)`,
    SlurmUser: 'root',
    SlurmdUser: 'root',
    AuthType: 'auth/munge',
    AuthInfo: `socket=${folder}/munge.socket,cred_expire=5`,
    CredType: 'cred/munge',
    SlurmctldPort: controlPort,
    SlurmdPort: nodePort,
    StateSaveLocation: `${folder}/state`,
    SlurmdSpoolDir: `${folder}/spool`,
    SlurmctldPidFile: `${folder}/slurmctld.pid`,
    SlurmdPidFile: `${folder}/slurmd.pid`,
    ProctrackType: 'proctrack/pgid',
    TaskPlugin: 'task/none',
    SelectType: 'select/cons_tres',
    SelectTypeParameters: 'CR_CPU',
    SwitchType: 'switch/none',
    MpiDefault: 'none',
    ReturnToService: 2,
    KillWait: 2,
    // Small, so that a short study is more than one array.
    MaxArraySize: 4,
    AccountingStorageType: 'accounting_storage/none',
    JobCompType: 'jobcomp/filetxt',
    JobCompLoc: `${folder}/ended`,
  };
  return [
    ...Object.entries(settings).map(([key, value]) => `${key}=${value}`),
    `NodeName=${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN`,
    'PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
    '',
  ].join('\n');
}

export interface EndedJob {
  state: string;
  /** Such as `12_3` of an array, or `13`. */
  id: string;
}

export class SlurmNode {
  readonly #daemons: ChildProcess[] = [];

  private constructor(readonly folder: string) {}

  /** Throws a sentence if this machine can't run it. */
  static async start(): Promise<SlurmNode> {
    checkMachine();
    const node = new SlurmNode(mkdtempSync(path.join(tmpdir(), 'slimwave-slurm-')));
    try {
      await node.#startDaemons();
      return node;
    } catch (error) {
      await node.stop();
      throw error;
    }
  }

  async #startDaemons(): Promise<void> {
    const at = (name: string) => path.join(this.folder, name);
    ['state', 'spool'].forEach((name) => mkdirSync(at(name)));
    writeFileSync(at('munge.key'), randomBytes(128), { mode: 0o600 });
    writeFileSync(
      at('slurm.conf'),
      configuration(this.folder, [await freePort(), await freePort()]),
    );
    this.#daemon('munged', [
      '--foreground',
      '--force',
      `--key-file=${at('munge.key')}`,
      `--socket=${at('munge.socket')}`,
      `--pid-file=${at('munged.pid')}`,
      `--log-file=${at('munged.log')}`,
      `--seed-file=${at('munged.seed')}`,
    ]);
    await until('munged opens its socket', () => existsSync(at('munge.socket')));
    this.#daemon('slurmctld', ['-D', '-f', at('slurm.conf')]);
    this.#daemon('slurmd', ['-D', '-f', at('slurm.conf')]);
    await until('the node is idle', () => {
      const { stdout } = this.call('sinfo', ['--noheader', '--format=%T']);
      return stdout.trim() === 'idle';
    });
  }

  #daemon(program: string, args: readonly string[]): void {
    const log = openSync(path.join(this.folder, `${program}.out`), 'w');
    const child = spawn(program, args, { env: this.environment(), stdio: ['ignore', log, log] });
    // What it says is in its log, and what waits for it says what it waits for.
    child.on('error', () => {});
    this.#daemons.push(child);
  }

  /** For programs that are to use this Slurm and no other. */
  environment(): NodeJS.ProcessEnv {
    const others = Object.entries(process.env).filter(([name]) => !/^(SLURM|SBATCH)_/.test(name));
    return {
      ...Object.fromEntries(others),
      PATH: withFolders(),
      SLURM_CONF: path.join(this.folder, 'slurm.conf'),
    };
  }

  call(program: string, args: readonly string[]) {
    return spawnSync(program, args, { env: this.environment(), encoding: 'utf8' });
  }

  /** Jobs and tasks that wait or run. */
  queued(): string[] {
    const { stdout } = this.call('squeue', ['--noheader', '--array', '--format=%i %T']);
    return stdout.split('\n').filter((line) => line !== '');
  }

  /** All jobs that have ended so far, one entry for each time that one ran. */
  ended(): EndedJob[] {
    const file = path.join(this.folder, 'ended');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const of = (key: string) => new RegExp(` ${key}=(\\S+)`).exec(` ${line}`)?.[1];
        const [state, job, array, task] = ['JobState', 'JobId', 'ArrayJobId', 'ArrayTaskId'].map(
          of,
        );
        if (state === undefined || job === undefined) return [];
        return [{ state, id: array === undefined ? job : `${array}_${task}` }];
      });
  }

  /** Ends all jobs and daemons, and removes the folder. */
  async stop(): Promise<void> {
    this.call('scancel', ['--user=root']);
    for (const child of this.#daemons.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) continue;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const last = wait(5000).then(() => child.kill('SIGKILL'));
      await Promise.race([gone, last]);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const PATIENCE_MS = 120_000;
const POLL_MS = 50;

/** Waits until something holds. Throws a sentence if it does not come about. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > end)
      throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain: ${what}.`);
    await wait(POLL_MS);
  }
}
