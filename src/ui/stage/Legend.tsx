import { useEffect, useRef } from 'react';
import { sideConditions, sideWords } from '../../engine/experiment/items.ts';
import { isDrawnScaled } from '../lab/ownRecording.ts';
import { formatPlain } from '../shared/numbers.ts';
import { formatDisplacement } from '../shared/units.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { useTheme } from '../theme.ts';
import { backgroundScale } from './background.ts';
import { colourTables, type ColourTable } from './colours.ts';
import { useComparison } from './comparison.ts';
import { useOrigin } from './current.ts';
import { useInputChannels } from './inputs.ts';
import styles from './Legend.module.css';
import domain from './domain.module.css';

/** What the outlines mean, and the two colour scales. */
export function Legend() {
  const { field, error } = colourTables[useTheme((state) => state.theme)];
  const fieldRange = useComparison((state) => state.fieldRange);
  const errorRange = useComparison((state) => state.errorRange);
  const { simulated, unit, words } = useOrigin();
  const scaled = useLab(({ recording }) => recording !== undefined && isDrawnScaled(recording));
  const format = unit === 'm' ? formatDisplacement : formatPlain;
  const compared = useComparison((state) => Object.values(state.networks).some(Boolean));
  return (
    <div className={styles.legend}>
      <div>
        {simulated && <Lines />}
        <InputScales />
        <BackgroundScale />
      </div>
      <Scale
        table={field}
        name={scaled ? `${words.scale.name}, scaled` : words.scale.name}
        help={
          scaled
            ? 'Means or units of the outputs differ too much for one scale: every channel is drawn less its mean over the training samples and divided by its standard deviation, as the networks learn it.'
            : words.scale.help
        }
        ticks={[`−${format(fieldRange)}`, '0', `+${format(fieldRange)}`]}
      />
      <Scale
        table={error}
        name="|Error|"
        help="One scale for all networks, from zero to the largest of their errors over all output times of this sample."
        ticks={compared ? ['0', format(errorRange)] : ['0', '–']}
      />
    </div>
  );
}

/** Channels of the input that the scale of the fields does not show. */
function InputScales() {
  const channels = useInputChannels();
  return channels
    .filter(({ onFieldScale }) => !onFieldScale)
    .map(({ title, help, table, low, high, format }) => (
      <Scale
        key={title}
        table={table}
        name={title}
        help={help}
        ticks={[format(low), format(high)]}
      />
    ));
}

function BackgroundScale() {
  const shown = useLab((state) => state.shown);
  const scale = backgroundScale(
    shown,
    useTheme((state) => state.theme),
  );
  return scale && <Scale {...scale} />;
}

/** Only what is to be seen: the scene has at most four sideConditions, and often two. */
function Lines() {
  const scene = useLab((state) => state.shown.scene);
  const used = sideConditions.filter(
    (condition) =>
      [scene.left, scene.right, scene.bottom, scene.top].includes(condition) ||
      [...scene.obstacles, ...scene.outline].some(({ option }) => option === condition),
  );
  return (
    <ul className={styles.legendLines} aria-label="Lines in the domain">
      <Line className={domain.outlineZone} label="zone" />
      <Line className={domain.outlineRange} label="training range" />
      {used.map((condition) => (
        <Line
          key={condition}
          className={domain.side}
          side={condition}
          label={sideWords[condition]}
        />
      ))}
    </ul>
  );
}

function Line({ className, label, side }: { className: string; label: string; side?: string }) {
  return (
    <li>
      <svg viewBox="0 0 18 8" aria-hidden="true">
        <path className={className} data-side={side} d="M1 4H17" />
      </svg>
      <span>{label}</span>
    </li>
  );
}

interface ScaleProps {
  table: ColourTable;
  name: string;
  help: string;
  ticks: readonly string[];
}

export function Scale({ table, name, help, ticks }: ScaleProps) {
  const bar = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = bar.current?.getContext('2d');
    if (!context) return;
    const image = new ImageData(table.length, 1);
    new Uint32Array(image.data.buffer).set(table);
    context.putImageData(image, 0, 0);
  }, [table]);
  return (
    <div className={styles.scale} data-part="scale">
      <Tip text={help}>{name}</Tip>
      <canvas ref={bar} width={256} height={1} aria-hidden="true" />
      <span className={styles.scaleTicks}>
        {ticks.map((tick) => (
          <span key={tick}>{tick}</span>
        ))}
      </span>
    </div>
  );
}
