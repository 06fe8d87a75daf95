/** Looks for the Vulkan loader and driver with which Dawn finds a GPU. */
import { SOFTWARE } from 'slimwave-kernels/webgpu/software';
import { driversToTry, type Driver } from './drivers.ts';
import { runProcess } from './process.ts';

/** Time for one attempt (ms). */
const PROBE_MS = 15_000;

export interface Found {
  driver: Driver;
  /** The adapter's name; undefined where there is none. */
  adapter?: string;
  /** Why there is none: the first attempt's reason. */
  problem?: string;
}

/** The first attempt that finds hardware, otherwise the first that finds anything. `pack` is the pack's folder. */
export async function findAdapter(
  pack: string,
  probe: readonly string[],
  stopped: AbortSignal,
): Promise<Found> {
  const drivers = driversToTry(pack);
  let software: Found | undefined;
  let problem: string | undefined;
  for (const driver of drivers) {
    // Dawn warns of what is missing; other attempts may have it.
    const { rows, failure } = await runProcess(probe, driver.env, PROBE_MS, stopped, {
      quiet: true,
    });
    const adapter = rows.at(0)?.value;
    problem ??= failure;
    if (adapter === undefined) continue;
    if (!SOFTWARE.test(adapter)) return { driver, adapter };
    software ??= { driver, adapter };
  }
  return software ?? { driver: drivers[0], problem };
}
