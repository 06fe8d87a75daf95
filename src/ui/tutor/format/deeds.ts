/** What a page of a lesson may wait for, from the attributes of `::wait`. */
import { findLeaf } from '../../../engine/experiment/leaves.ts';
import { isTab, tabIds } from '../../shared/resultTab.ts';
import { findAnchor } from '../anchors.ts';
import type { Deed } from './lesson.ts';
import { quote, type Directive, type Scribe } from './scribe.ts';

const kinds = ['train', 'finished', 'steps', 'drag', 'sample', 'setting', 'tab', 'press', 'value'];
const names = ['for', 'count', 'key', 'to', 'tab', 'at', 'is'] as const;

export function deedOf(scribe: Scribe, node: Directive): Deed | undefined {
  const given = scribe.attributes(node, names);
  const need = (name: (typeof names)[number]) => scribe.required(node, name, given[name]);
  const kind = need('for');
  switch (kind) {
    case 'train':
    case 'finished':
    case 'drag':
    case 'sample':
      return { kind };
    case 'steps': {
      const count = Number(need('count'));
      if (!(count >= 1)) scribe.problem(node, 'count="…" must be a number of steps.');
      return { kind, count };
    }
    case 'setting': {
      const key = need('key');
      checkKey(scribe, node, key);
      return given.to === undefined ? { kind, key } : { kind, key, to: given.to };
    }
    case 'tab':
      return { kind, tab: tabOf(scribe, node, need('tab')) };
    case 'press':
      return { kind, at: placeOf(scribe, node, need('at')) };
    case 'value':
      return { kind, is: scribe.expression(node, need('is')) };
    case '':
      return undefined;
    default:
      scribe.problem(node, `for=${quote(kind)} is unknown: there are ${kinds.join(', ')}.`);
      return undefined;
  }
}

export function checkKey(scribe: Scribe, node: Directive, key: string): void {
  if (!findLeaf(key)) {
    scribe.problem(
      node,
      `There is no setting ${quote(key)}: keys are those of links, such as b.rank.`,
    );
  }
}

export function tabOf(scribe: Scribe, node: Directive, tab: string): string {
  if (!isTab(tab)) {
    scribe.problem(node, `There is no tab ${quote(tab)}: there are ${tabIds.join(', ')}.`);
  }
  return tab;
}

export function placeOf(scribe: Scribe, node: Directive, name: string): string {
  if (!findAnchor(name)) scribe.problem(node, `There is no place ${quote(name)} to point at.`);
  return name;
}
