import { useEffect, useState, type ReactNode } from 'react';
import type { Block } from '../format/lesson.ts';
import { pictureOf } from '../catalogue.ts';
import { isMomentary } from '../measuring.ts';
import { remember } from '../progress.ts';
import { useSession } from '../session.ts';
import { besides, isAddress } from '../source.ts';
import { useEvaluated } from '../useLookUp.ts';
import { useCounts } from '../useMeasuring.ts';
import { namesIn, type Expression } from '../values/expression.ts';
import { Explanation } from './Explanation.tsx';
import { Inlines } from './Inlines.tsx';
import { PredictionView } from './PredictionView.tsx';
import { Task } from './Task.tsx';
import css from './lesson.module.css';

/** Blocks of a page. Places in a text that never changes are good keys. */
export const Blocks = ({ blocks }: { blocks: readonly Block[] }): ReactNode =>
  blocks.map((block, place) => <BlockView key={place} block={block} />);

function BlockView({ block }: { block: Block }): ReactNode {
  switch (block.type) {
    case 'paragraph':
      return <p>{<Inlines nodes={block.children} />}</p>;
    case 'heading': {
      const Heading = `h${block.depth}` as const;
      return <Heading>{<Inlines nodes={block.children} />}</Heading>;
    }
    case 'list':
      return <List block={block} />;
    case 'quote':
      return <blockquote>{<Blocks blocks={block.children} />}</blockquote>;
    case 'code':
      return <pre>{block.text}</pre>;
    case 'rule':
      return <hr />;
    case 'table':
      return <Table block={block} />;
    case 'picture':
      return <Picture file={block.file} description={block.description} />;
    case 'prediction':
      return <PredictionView prediction={block} Blocks={Blocks} />;
    case 'explain':
      return (
        <Explanation of={block.of} blocks={block.children}>
          <Blocks blocks={block.children} />
        </Explanation>
      );
    case 'wait':
      return (
        <Task deed={block.deed}>
          <Inlines nodes={block.children} />
        </Task>
      );
    case 'note':
      return <Note name={block.name} is={block.is} />;
    default:
      return block satisfies never;
  }
}

function List({ block }: { block: Extract<Block, { type: 'list' }> }) {
  const items = block.items.map((item, place) => (
    <li key={place}>
      <Blocks blocks={item} />
    </li>
  ));
  return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ block }: { block: Extract<Block, { type: 'table' }> }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also with keys alone
    <section className={css.scroller} tabIndex={0} aria-label="Table">
      <table>
        <thead>
          <tr>
            {block.head.map((cell, column) => (
              <th key={column} scope="col">
                <Inlines nodes={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, column) => (
                <td key={column}>
                  <Inlines nodes={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** From the lesson’s own folder; of a lesson without one, the description. */
function Picture({ file, description }: { file: string; description: string }) {
  const name = useSession((state) => state.name);
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    let gone = false;
    const found = isAddress(name)
      ? Promise.resolve(besides(name, file))
      : pictureOf(name, file)?.();
    void found?.then((url) => {
      if (!gone) setAddress(url);
    });
    return () => {
      gone = true;
    };
  }, [name, file]);
  if (address === undefined) return <p className="muted">{`Picture: ${description}`}</p>;
  return <img className={css.picture} src={address} alt={description} />;
}

/** A number to be remembered; nothing to be seen. */
function Note({ name, is }: { name: string; is: Expression }) {
  const lesson = useSession((state) => state.name);
  const value = useEvaluated(is);
  const names = namesIn(is);
  const counts = useCounts(names);
  const momentary = isMomentary(names);
  useEffect(() => {
    if (counts && typeof value === 'number') remember(lesson, 'noted', name, value, momentary);
  }, [lesson, name, value, counts, momentary]);
  return null;
}
