/** A whole run of a pack: one part after the other, each in a process of its own, into one report. */
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Allowance } from '../allowance.ts';
import { machineLines, machineSlug, slugOf } from '../machine.ts';
import { METHOD, type Results } from '../results.ts';
import { formatTable, seconds, type Table } from '../table.ts';
import { findAdapter, type Found } from './adapterSearch.ts';
import type { RunArguments } from './arguments.ts';
import { limitsOf } from './budget.ts';
import { packParts, type PackPart } from './parts.ts';
import { runProcess } from './process.ts';
import { reportText } from './report.ts';

/** Node's arguments for the pack's own program, as the process of a part or of a search. */
export interface Programs {
  part: (name: string, softMs: number) => string[];
  probe: readonly string[];
}

const driverFact = ({ driver, adapter, problem }: Found): string =>
  adapter === undefined
    ? `WebGPU: none. ${problem ?? 'Nothing was found.'}`
    : `WebGPU: ${adapter}, by ${driver.name}`;

const today = (): string => new Date().toISOString().slice(0, 10);

/** Writes the file whole or not at all. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

export class Run {
  private readonly tables: Table[] = [];
  private readonly failures: string[] = [];
  private readonly versions: Record<string, string> = {};
  private readonly date = today();
  private readonly allowance: Allowance;
  private readonly file: string;
  private found: Found | undefined;

  constructor(
    private readonly asked: RunArguments,
    private readonly pack: { folder: string; fact: string; programs: Programs },
    private readonly stopped: AbortSignal,
  ) {
    this.allowance = new Allowance(1000 * asked.seconds);
    this.file = path.resolve(asked.out ?? `slimwave-${this.date}-${machineSlug()}.json`);
  }

  /** Measures everything, writing the report after every part. Returns its path. */
  async measure(): Promise<string> {
    this.write();
    const { folder, programs } = this.pack;
    this.found = await findAdapter(folder, programs.probe, this.stopped);
    console.log([...this.facts(), ''].join('\n'));
    const parts = packParts.filter(({ name }) => this.asked.parts.includes(name));
    for (const [i, part] of parts.entries()) {
      if (this.stopped.aborted) break;
      await this.measurePart(part, parts.slice(i));
    }
    return this.file;
  }

  private async measurePart(part: PackPart, left: readonly PackPart[]): Promise<void> {
    const limits = limitsOf(
      this.allowance.left,
      left.map(({ weight }) => weight),
    );
    console.log(`${part.title}, at most ${seconds(limits.hardMs)} …`);
    const { rows, versions, failure } = await runProcess(
      this.pack.programs.part(part.name, limits.softMs),
      this.found!.driver.env,
      limits.hardMs,
      this.stopped,
    );
    Object.assign(this.versions, versions);
    if (rows.length > 0) this.tables.push({ title: part.title, rows });
    if (failure !== undefined) {
      const what = rows.length > 0 ? 'incomplete' : 'not measured';
      this.failures.push(`${part.title}: ${what}. ${failure}`);
    }
    this.failures.push(
      ...rows
        .filter(({ missed }) => missed)
        .map(({ what, value }) => `${part.title}: missed. ${what}: ${value}`),
    );
    this.write();
    if (rows.length > 0) console.log(formatTable(this.tables.at(-1)!));
    if (failure !== undefined) console.log(`  ${this.failures.at(-1)}`);
    console.log();
  }

  private facts(): string[] {
    const search = this.found ? [driverFact(this.found)] : [];
    return [...machineLines(this.versions), ...search, this.pack.fact];
  }

  private write(): void {
    const adapter = this.found?.adapter;
    const results: Results = {
      date: this.date,
      machine: [machineSlug(), adapter && slugOf(adapter)].filter(Boolean).join('-'),
      facts: this.facts(),
      method: METHOD,
      tables: this.tables,
      failures: this.failures,
      plots: {},
    };
    writeWhole(this.file, reportText(results));
  }
}
