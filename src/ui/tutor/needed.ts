/** What of the lab a page of a lesson is about: shown even in the view that leaves out all but lesson and stage. */
import { findLeaf } from '../../engine/experiment/leaves.ts';
import { groups, type Group } from '../controls/groups.ts';
import { findHideable, type Hideable } from '../page/hideable.ts';
import type { Deed, Step } from './format/lesson.ts';
import { findAnchor, settingOf } from './anchors.ts';
import { isTab } from '../shared/resultTab.ts';

const tabName = (tab: string): Hideable[] =>
  isTab(tab) ? [findHideable(tab === 'results' ? 'overview' : tab)!] : [];

function ofSetting(key: string): Hideable[] {
  if (findLeaf(key)?.network !== undefined) return ['networks'];
  const group = Object.values<Group>(groups).find(({ keys }) => keys.includes(key));
  return [(group && findHideable(group.title)) ?? 'networks'];
}

function ofPlace(name: string): Hideable[] {
  const key = settingOf(name);
  if (key !== undefined) return ofSetting(key);
  if (/^network-|^settings$|^add-network$/.test(name)) return ['networks'];
  if (name === 'preset') return ['preset'];
  if (name === 'results') return ['overview'];
  return tabName(findAnchor(name)?.tab ?? '');
}

function ofDeed(deed: Deed): Hideable[] {
  if (deed.kind === 'setting') return ofSetting(deed.key);
  if (deed.kind === 'tab') return tabName(deed.tab);
  return deed.kind === 'press' ? ofPlace(deed.at) : [];
}

export const neededBy = ({ tab, points, blocks }: Step): ReadonlySet<Hideable> =>
  new Set([
    ...tabName(tab ?? ''),
    ...points.flatMap(ofPlace),
    ...blocks.flatMap((block) => (block.type === 'wait' ? ofDeed(block.deed) : [])),
  ]);
