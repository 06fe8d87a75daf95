import { useState } from 'react';
import packageJson from '../../../../package.json';
import { coresHere } from '../../../worker/threads.ts';
import { browserName } from '../browser.ts';
import { CopyButton } from '../CopyButton.tsx';
import { BackendCard } from './BackendCard.tsx';
import { deviceReport, type Host } from './report.ts';
import { LateScript } from '../../shared/LateScript.tsx';
import {
  backends,
  checkDevice,
  loadAgain,
  newSeed,
  SEEDS,
  setSeed,
  stopDevice,
  useDevice,
} from './state.ts';
import { statusLine } from './verdict.ts';
import styles from './device.module.css';
import checks from '../checks.module.css';

const host = (): Host => ({
  where: browserName(navigator.userAgent),
  userAgent: navigator.userAgent,
  page: window.location.href.replace(/#.*$/, ''),
  cores: coresHere(),
  isolated: window.crossOriginIsolated,
  version: packageJson.version,
});

/** The check of the backends of this device: one click, and a report to paste into an issue. */
export function DeviceSection() {
  const state = useDevice();
  const [typed, setTyped] = useState<string>();
  const valid = typed === undefined || isSeed(typed);
  const running = state.running !== undefined;
  return (
    <section id="device" className={styles.device} aria-labelledby="device-title">
      <h2 id="device-title">Your device</h2>
      <p className={checks.intro}>
        Networks are computed by one of up to three backends, and browsers, drivers and libraries
        have bugs. Here every operation that the networks use runs in random shapes on every
        available backend, forward and with all gradients, and is compared with its definition in
        64-bit numbers and with plain JavaScript. Nothing leaves your computer.
      </p>
      <div className={checks.summary}>
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- not the result of a form */}
        <p role="status" className={checks.line} data-testid="device-status">
          {statusLine(state)}
        </p>
        {state.late && <LateScript waiting="The check waits" again={loadAgain} />}
        <div className={checks.buttons} data-part="buttons">
          <button
            type="button"
            className={styles.primary}
            aria-disabled={!valid}
            onClick={() => valid && checkDevice()}
          >
            Check my device
          </button>
          <button
            type="button"
            aria-label="Stop: Your device"
            aria-disabled={!running}
            onClick={() => running && stopDevice()}
          >
            Stop
          </button>
          <CopyButton
            label="Copy report"
            done="The report is copied."
            text={() => deviceReport(state, host())}
          />
        </div>
        <Seed seed={state.seed} typed={typed} onTyped={setTyped} />
      </div>
      <p className={`${checks.intro} muted`}>
        A deviation is the largest difference from the 64-bit numbers, relative to the largest sum
        of absolute values in that quantity. 32-bit numbers give about 10⁻⁷, a wrong operation 10⁻²
        or more; up to 10⁻⁵ passes. y is a value; dx, d filter and so on are gradients. The times
        are those of the backend, without the comparison.
      </p>
      {backends.map((backend) => (
        <BackendCard key={backend} backend={backend} run={state.runs[backend]} />
      ))}
    </section>
  );
}

const isSeed = (text: string): boolean =>
  /^\d+$/.test(text.trim()) && Number(text) >= SEEDS.min && Number(text) <= SEEDS.max;

interface SeedProps {
  seed: number;
  typed?: string;
  onTyped: (text?: string) => void;
}

/** The shapes and numbers follow from it: with the same seed a failure comes again. */
function Seed({ seed, typed, onTyped }: SeedProps) {
  const valid = typed === undefined || isSeed(typed);
  return (
    <div className={styles.seed}>
      <label htmlFor="seed">Seed of the random shapes</label>
      <input
        id="seed"
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={typed ?? String(seed)}
        aria-invalid={!valid || undefined}
        aria-describedby="seed-note"
        onChange={({ target: { value } }) => {
          onTyped(value);
          if (isSeed(value)) setSeed(Number(value));
        }}
        onBlur={() => valid && onTyped(undefined)}
      />
      <button
        type="button"
        onClick={() => {
          onTyped(undefined);
          newSeed();
        }}
      >
        New seed
      </button>
      <p id="seed-note" className={valid ? 'muted' : styles.invalid}>
        {valid
          ? 'The same seed gives the same cases. After a run, the address of this page contains it.'
          : `A seed is a whole number from ${SEEDS.min} to ${SEEDS.max}.`}
      </p>
    </div>
  );
}
