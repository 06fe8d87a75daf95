import type { ReactNode } from 'react';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { useHidden } from '../page/page.ts';
import { formatTime } from '../shared/units.ts';
import { Tip } from '../shared/Tip.tsx';
import styles from './Stage.module.css';

interface PanelProps {
  testId: string;
  title: string;
  /** A second line of the title: the name of a network. */
  name?: string;
  /** How the content comes about. */
  help: string;
  /** A number that belongs to the title, with its unit. */
  figure?: string;
  /** What the number comes from; left out where there is no room. */
  figureKind?: string;
  figureHelp?: string;
  /** A button of the panel, at the end of the title line: in the square it would lie over what stands there. */
  action?: ReactNode;
  network?: NetworkId;
  /** Instead of a picture: what will appear here and how. */
  empty?: string;
  failed?: boolean;
  /** First time of the picture (s); said while the stage shows an earlier one. */
  from?: number;
  /** Last time of the clock (s). */
  last?: number;
  /** Said over the picture, in a word or two. */
  mark?: string;
  children?: ReactNode;
}

/** One square of the stage with its title line. */
export function Panel(props: PanelProps) {
  const { testId, title, name, help, figure, figureKind, figureHelp, action } = props;
  const { network, empty, failed, from, last = from ?? 0, mark, children } = props;
  const secret = useHidden('numbers');
  return (
    <section
      className={network ? `${styles.panel} network-${network}` : styles.panel}
      data-testid={testId}
      aria-label={name === undefined ? title : `${title}, ${name}`}
    >
      <h2 className={styles.panelTitle}>
        <Tip text={help}>{title}</Tip>
        {figure !== undefined && !secret && (
          <span className={styles.panelFigure} data-testid="panel-figure" translate="no">
            <Tip text={figureHelp ?? help}>
              {figureKind !== undefined && (
                <span className={styles.figureKind}>{`${figureKind} `}</span>
              )}
              <span>{figure}</span>
            </Tip>
          </span>
        )}
      </h2>
      {action}
      {name !== undefined && (
        <p className={styles.panelName} translate="no" title={name}>
          {name}
        </p>
      )}
      <div className={styles.panelSquare} data-part="square">
        {children}
        {from !== undefined && empty === undefined && (
          <p className={styles.panelFrom}>{`from t = ${formatTime(from, last)}`}</p>
        )}
        {mark !== undefined && empty === undefined && <p className={styles.panelMark}>{mark}</p>}
        {empty !== undefined && (
          <p className={styles.panelEmpty} data-failed={failed || undefined}>
            {empty}
          </p>
        )}
      </div>
    </section>
  );
}
