import { useState } from 'react';
import { parseNumber } from '../../engine/experiment/numbers.ts';
import type { Hideable } from '../page/hideable.ts';
import { usePage } from '../page/page.ts';
import type { PageSettings } from '../page/pageText.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import { Segmented } from '../shared/Segmented.tsx';
import { useLab } from '../state.ts';
import { Box } from './Box.tsx';
import { CopyField } from './CopyField.tsx';
import { firstChoice, optionsIn, pageOf, viewsWith, withinSize, withView } from './embedChoice.ts';
import type { EmbedChoice } from './embedChoice.ts';
import { embedCode, MAX_SIZE, MIN_SIZE } from './embedCode.ts';
import { Preview } from './Preview.tsx';
import styles from './share.module.css';

const themes = [
  { value: 'visitor', label: 'Visitor’s theme' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

interface EmbedTabProps {
  shareLink: (page: PageSettings) => string;
}

/** The page as a frame in another one: what it shows, how large, its code, and what it looks like. */
export function EmbedTab({ shareLink }: EmbedTabProps) {
  const [choice, setChoice] = useState(firstChoice);
  const title = useLab(({ preset }) => `Slimwave: ${preset.title}`);
  const set = (change: Partial<EmbedChoice>) => setChoice((before) => ({ ...before, ...change }));
  const lesson = usePage((state) => state.lesson);
  const page = pageOf(choice, lesson);
  const { size } = choice;
  return (
    <div className={styles.embed}>
      <div className={styles.choices}>
        <Segmented
          label="What the frame shows"
          options={viewsWith(lesson)}
          value={choice.view}
          onChange={(view) => setChoice((before) => withView(before, view))}
        />
        <HideBoxes choice={choice} onChange={(hide) => set({ hide })} />
        <Segmented
          label="Theme of the frame"
          options={themes}
          value={choice.theme}
          onChange={(theme) => set({ theme })}
        />
        <div className={styles.boxes}>
          <Box
            label="Train at once"
            checked={choice.autorun}
            onChange={(autorun) => set({ autorun })}
          />
          <Box
            label="Large type"
            checked={choice.projector}
            onChange={(projector) => set({ projector })}
          />
        </div>
        <SizeInputs choice={choice} set={set} />
        <CopyField
          label="HTML for your page"
          text={embedCode(shareLink(page), title, size)}
          copy="Copy the code"
          rows={5}
        />
      </div>
      {/* The frame that is copied trains by itself; the one here would only keep the processor busy. */}
      <Preview link={shareLink({ ...page, autorun: false })} size={size} />
    </div>
  );
}

function SizeInputs({
  choice,
  set,
}: {
  choice: EmbedChoice;
  set: (change: Partial<EmbedChoice>) => void;
}) {
  const { size } = choice;
  const full = size.width === 'full';
  const change = (side: 'width' | 'height') => (text: string) => {
    const pixels = parseNumber(text.trim());
    if (Number.isFinite(pixels)) set({ size: { ...size, [side]: withinSize(side, pixels) } });
  };
  return (
    <div className={styles.size}>
      <span>Size</span>
      <NumberInput
        label="Width of the frame"
        text={full ? '100%' : String(size.width)}
        onText={change('width')}
        min={MIN_SIZE.width}
        max={MAX_SIZE.width}
        step={20}
        disabled={full}
      />
      <span aria-hidden="true">×</span>
      <NumberInput
        label="Height of the frame"
        text={String(size.height)}
        onText={change('height')}
        min={MIN_SIZE.height}
        max={MAX_SIZE.height}
        step={20}
        unit="px"
      />
      <Box
        label="Full width"
        checked={full}
        onChange={(on) => set({ size: { ...size, width: on ? 'full' : 640 } })}
      />
    </div>
  );
}

function HideBoxes({
  choice,
  onChange,
}: {
  choice: EmbedChoice;
  onChange: (hide: ReadonlySet<Hideable>) => void;
}) {
  const toggle = (name: Hideable) => (shown: boolean) => {
    const hide = new Set(choice.hide);
    if (shown) hide.delete(name);
    else hide.add(name);
    onChange(hide);
  };
  return (
    <fieldset className={styles.boxes} aria-label="Parts that are shown">
      {optionsIn(choice.view).map(({ name, label }) => (
        <Box key={name} label={label} checked={!choice.hide.has(name)} onChange={toggle(name)} />
      ))}
    </fieldset>
  );
}
