import type { MouseEvent, ReactNode } from 'react';
import { decodeLink } from '../../../engine/opening/link.ts';
import { useActions } from '../../lab/context.ts';
import { openLesson } from '../../lessons/open.ts';
import { formatPercentScatter } from '../../shared/numbers.ts';
import { Tip } from '../../shared/Tip.tsx';
import type { Inline, MeasuredNumber, Target } from '../format/lesson.ts';
import { useTextValue } from '../kept.ts';
import { useSession } from '../session.ts';
import { lessonAt } from '../source.ts';
import type { Expression, Value } from '../values/expression.ts';
import { styles, type NumberStyle } from '../values/styles.ts';
import css from './lesson.module.css';

/** Text of a lesson. Places in a text that never changes are good keys. */
export const Inlines = ({ nodes }: { nodes: readonly Inline[] }): ReactNode =>
  nodes.map((node, place) => <InlineNode key={place} node={node} />);

function InlineNode({ node }: { node: Inline }): ReactNode {
  switch (node.type) {
    case 'text':
      return <span>{node.text}</span>;
    case 'code':
      return <code>{node.text}</code>;
    case 'break':
      return <br />;
    case 'emphasis':
      return <em>{<Inlines nodes={node.children} />}</em>;
    case 'strong':
      return <strong>{<Inlines nodes={node.children} />}</strong>;
    case 'sub':
      return <sub>{<Inlines nodes={node.children} />}</sub>;
    case 'sup':
      return <sup>{<Inlines nodes={node.children} />}</sup>;
    case 'link':
      return <Link to={node.to}>{<Inlines nodes={node.children} />}</Link>;
    case 'value':
      return <ComputedNumber is={node.is} style={node.style} />;
    case 'measured':
      return <Measured number={node.number} style={node.style} />;
    default:
      return node satisfies never;
  }
}

export const formatValue = (value: Value, style: NumberStyle): string =>
  typeof value === 'number' ? styles[style].format(value) : String(value);

function ComputedNumber({ is, style }: { is: Expression; style: NumberStyle }) {
  const value = useTextValue(is);
  if (value === undefined) {
    return (
      <span className={css.unknown} title="Not known yet">
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">not known yet</span>
      </span>
    );
  }
  return (
    <span className={css.number} translate="no">
      {formatValue(value, style)}
    </span>
  );
}

function Measured({ number, style }: { number: MeasuredNumber; style: NumberStyle }) {
  const { value, scatter, how, published } = number;
  const text =
    style === 'percent' && scatter !== undefined
      ? formatPercentScatter({ mean: value, deviation: scatter, count: 2, failed: 0 })
      : formatValue(value, style);
  return <Tip text={`${published ? 'Published' : 'Measured before'}: ${how}.`}>{text}</Tip>;
}

function Link({ to, children }: { to: Target; children: ReactNode }) {
  const { settings } = useActions();
  const name = useSession((state) => state.name);
  const instead = (open: () => void) => (event: MouseEvent) => {
    // With a modifier key, the browser opens it elsewhere.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  };
  switch (to.kind) {
    case 'experiment':
      return (
        <a href={to.hash} onClick={instead(() => settings.open(decodeLink(to.hash)))}>
          {children}
        </a>
      );
    case 'lesson': {
      const lesson = lessonAt(name, to.lesson);
      return (
        <a href={`#lesson=${lesson}`} onClick={instead(() => openLesson(lesson))}>
          {children}
        </a>
      );
    }
    case 'outward':
      return (
        <a href={to.address} target="_blank" rel="noreferrer noopener">
          {children}
          <span className="visually-hidden"> (opens in a new tab)</span>
        </a>
      );
    default:
      return to satisfies never;
  }
}
