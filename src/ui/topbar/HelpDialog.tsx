import { useRef, type MouseEvent } from 'react';
import { formats } from 'slimwave-formats/registry';
import { paper } from '../share/citation.ts';
import { Licence } from '../share/Licence.tsx';
import { openShare } from '../share/open.ts';
import { Shown } from '../page/Shown.tsx';
import { Icon } from '../shared/Icon.tsx';
import { ProjectorButton } from './ProjectorButton.tsx';
import { ThemeButton } from './ThemeButton.tsx';
import topbar from './topbar.module.css';
import { welcomeAgain } from '../welcome/visitor.ts';
import styles from './HelpDialog.module.css';
import dialogStyles from '../shared/dialog.module.css';

/** The dialog that is open makes way. */
const cite = (event: MouseEvent) => {
  event.currentTarget.closest('dialog')?.close();
  openShare('cite');
};

type Entries = readonly (readonly [term: string, meaning: string])[];

const tasks: Entries = [
  ['Zone frames', 'all output times at once, as channels of two-way kernels over x and y'],
  ['Zone volume', 'time is a separate axis: three-way kernels over t, x and y'],
  [
    'Boundary trace',
    'the networks forecast u on the zone’s boundary only; a finite element submodel computes the zone from it',
  ],
  [
    'Propagator',
    'from a random field at rest, u(0), to the later field u(T); the truth is exact, and the kernels may be as large as the square',
  ],
];

const runButtons: Entries = [
  [
    'Train, Pause, Resume',
    'simulates the samples, then trains the networks; Resume continues where it paused',
  ],
  ['Step', 'one weight update of every network'],
  [
    'Stop',
    'ends the run at once; a network in the middle of a long step returns to its last checkpoint, some seconds earlier',
  ],
  ['Reset', 'returns to the untrained networks; the same settings give exactly the same run'],
];

const keys: Entries = [
  [
    'Arrow keys on the source or a handle',
    'move source, obstacle, inclusion, layer, receiver or zone or an end of a line or an arc by 0.01 m, in a domain of kilometres by 10 m; with Shift five times as far',
  ],
  ['Arrow keys in a number', 'one step up or down, with Shift or Page keys ten'],
  ['Arrow keys on the time slider', 'one frame back or forth'],
  ['Tab to an underlined word or an i', 'how the number was computed'],
  ['Escape', 'closes what is open'],
];

export function HelpButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button
        type="button"
        className={`quiet icon-button ${topbar.helpButton}`}
        aria-label="Help"
        title="Help"
        onClick={() => dialog.current?.showModal()}
      >
        <span aria-hidden="true">?</span>
      </button>
      <dialog
        ref={dialog}
        className={`${dialogStyles.dialog} ${styles.help}`}
        aria-labelledby="help-title"
        closedby="any"
      >
        <div className={styles.body}>
          <div className={styles.head}>
            <h2 id="help-title">What Slimwave shows</h2>
            <form method="dialog">
              <button type="submit" className="quiet icon-button" aria-label="Close help">
                <Icon name="close" />
              </button>
            </form>
          </div>
          <HelpText />
        </div>
      </dialog>
    </>
  );
}

function EntryList({ entries }: { entries: Entries }) {
  return (
    <dl className={styles.keys}>
      {entries.map(([term, meaning]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

function HelpText() {
  return (
    <>
      <p>
        A source makes a wave in a rectangle, a square of one metre unless you change it. A finite
        element model computes it; up to four convolutional networks, A to D, learn to forecast it
        in a zone of interest from a few numbers only: the source’s position, its frequency and
        whatever else you make a free parameter. Other tasks are listed below. All networks train
        side by side on the same samples in the same order, in your browser. Nothing leaves your
        machine.
      </p>
      <form method="dialog" className={styles.switches}>
        <button type="submit" onClick={welcomeAgain}>
          Show the introduction on the stage
        </button>
        <Shown name="theme">
          <ThemeButton />
        </Shown>
        <Shown name="projector">
          <ProjectorButton />
        </Shown>
      </form>
      <h3>The idea</h3>
      <p>
        The kernels of a network need not be dense. Choose a compressed format for them{' '}
        <em>before</em> training, and the network learns its few parameters directly. A k×k kernel
        of rank R is a sum of products of one-way filters (Kernel CP; the other formats are listed
        below):
      </p>
      <p className={styles.formula} translate="no">
        W[x, y] = u₁[x]·v₁[y] + … + u<sub>R</sub>[x]·v<sub>R</sub>[y] &emsp; k² numbers become 2·R·k
      </p>
      <p>
        It pays for large kernels and for three-way ones (k³ become 3·R·k). It does not pay when R
        is too large: the layer table shows where a layer costs more than a dense one. Parameters,
        memory and arithmetic are counted separately, because a format may save one and not another.
      </p>
      <h3>How to use it</h3>
      <ol>
        <li>
          Drag the source or anything else in the domain, and watch the wave; the zone can be
          dragged while All settings is open. Below the stage, More has the test samples and the
          mesh.
        </li>
        <li>
          Add layers, inclusions, obstacles and receivers under Scene and Recording. A number turned
          into an interval is a free parameter: drawn anew for every sample, with a slider below the
          stage.
        </li>
        <li>
          Choose the kernel format and its budget on a network’s card. One click there adds what to
          compare it with: a classical network, a narrow classical one with as many parameters in
          all or in its convolutions, or one that is compressed after training. More has single
          layers and initial weights, and duplicates or removes the network. Every ratio is relative
          to the reference, network A unless you choose another.
        </li>
        <li>
          Press Train. The forecasts and errors on the stage are updated while the networks learn.
        </li>
        <li>
          Compare at equal parameters. The automatic learning rate treats all formats alike; with an
          own value, look for the best one of each network.
        </li>
        <li>Share has a link to exactly these settings, the HTML of a frame, and a citation.</li>
      </ol>
      <h3>Tasks</h3>
      <EntryList entries={tasks} />
      <h3>The run</h3>
      <EntryList entries={runButtons} />
      <h3>Keyboard</h3>
      <EntryList entries={keys} />
      <h3>Kernel formats</h3>
      <dl>
        {formats.map(({ id, label, explanation, source }) => (
          <div key={id}>
            <dt>{label}</dt>
            <dd>
              <span>{`${explanation} `}</span>
              <cite translate="no">{source}</cite>
            </dd>
          </div>
        ))}
      </dl>
      <h3>How we know it is right</h3>
      <p>
        {/* A new tab: a run that is in progress here would be lost. */}
        <a href="./checks.html" target="_blank" rel="noreferrer">
          See the wave model compared with exact solutions
        </a>
        , computed in your browser (opens in a new tab).
      </p>
      <h3>Sources</h3>
      <p>
        Boukraichi, Akkari, Casenave, Ryckelynck: A priori compression of convolutional neural
        networks for wave simulators,{' '}
        <a href={paper.address} target="_blank" rel="noreferrer">
          {`arXiv ${paper.eprint}`}
        </a>{' '}
        (2023; opens in a new tab). The numbers on this page are computed here; none comes from the
        paper.
      </p>
      <Licence />
      <p>
        <button type="button" className="link" onClick={cite}>
          Cite this page
        </button>
      </p>
    </>
  );
}
