import { changedKeys } from '../../engine/experiment/changes.ts';
import { useActions } from '../lab/context.ts';
import { useLab } from '../state.ts';
import { countOf } from '../shared/numbers.ts';
import { Icon } from '../shared/Icon.tsx';
import card from '../shared/card.module.css';

/** Says that changes were put aside by what was opened after them, and brings them back. */
export function UndoOffer() {
  const { settings } = useActions();
  const replaced = useLab((state) => state.replaced);
  const opened = useLab((state) => state.preset);
  const hasRun = useLab((state) => state.run !== undefined);
  if (!replaced) return null;
  const { preset, experiment, drafts } = replaced;
  const count = changedKeys(experiment, preset.experiment).length + Object.keys(drafts).length;
  return (
    <section className={card.card} aria-label="Undo" data-testid="undo-offer">
      <div>
        <p>
          <strong>{`“${opened.title}” was opened.`}</strong>
          <span>{` ${count === 0 ? `“${preset.title}” is` : `Your ${countOf(count, 'change')} to “${preset.title}” ${count === 1 ? 'is' : 'are'}`} set aside.${hasRun ? ' The current run and its networks stay as they are.' : ''}`}</span>
        </p>
        <div className={card.buttons}>
          <button type="button" onClick={() => settings.undoOpening()}>
            Undo
          </button>
        </div>
      </div>
      <button
        type="button"
        className="quiet icon-button"
        aria-label="Dismiss"
        onClick={() => settings.forgetReplaced()}
      >
        <Icon name="close" />
      </button>
    </section>
  );
}
