/**
 * The places of the page that a lesson can point at, and where they are. A lesson names them; nothing else of the page is
 * promised to stay as it is.
 */
import { findLeaf } from '../../engine/experiment/leaves.ts';
import { networkIds } from '../../engine/experiment/network.ts';
import type { TabId } from '../shared/resultTab.ts';

export interface Anchor {
  selector: string;
  /** The tab that it is in. */
  tab?: TabId;
}

const testId = (id: string): string => `[data-testid='${id}']`;

/** Parts of a tab that have the name of the place as their test id. */
const inTab = (tab: TabId, names: readonly string[]): [string, Anchor][] =>
  names.map((name) => [name, { selector: testId(name), tab }]);

const perNetwork = networkIds.flatMap((id): [string, Anchor][] => [
  [`forecast-${id}`, { selector: testId(`panel-forecast-${id}`) }],
  [`error-${id}`, { selector: testId(`panel-error-${id}`) }],
  [`network-${id}`, { selector: `section[aria-label='Network ${id.toUpperCase()}']` }],
]);

const anchors: ReadonlyMap<string, Anchor> = new Map<string, Anchor>([
  ['stage', { selector: '#stage' }],
  ['square', { selector: testId('panel-domain') }],
  ['truth', { selector: testId('panel-truth') }],
  ['source', { selector: "[role='slider'][aria-label='Source position']" }],
  ['play', { selector: "#stage button[aria-label$=' the animation']" }],
  ['time', { selector: "#stage [aria-label='Time']" }],
  ['sample', { selector: testId('sample') }],
  ['verdict', { selector: testId('headline') }],
  ['train', { selector: testId('train') }],
  ['preset', { selector: '#preset' }],
  ['settings', { selector: '#settings' }],
  ['add-network', { selector: testId('add-network') }],
  ['repeat', { selector: testId('repeat') }],
  ['results', { selector: '#results' }],
  ['table', { selector: testId('table'), tab: 'results' }],
  ['curves', { selector: testId('curves'), tab: 'results' }],
  ['layers', { selector: testId('layers'), tab: 'results' }],
  ['errors', { selector: "#results [role='tabpanel']", tab: 'errors' }],
  ['kernels', { selector: "#results [role='tabpanel']", tab: 'kernels' }],
  ['tradeoff', { selector: "#results [role='tabpanel']", tab: 'tradeoff' }],
  ['why', { selector: "#results [role='tabpanel']", tab: 'why' }],
  ['takehome', { selector: "#results [role='tabpanel']", tab: 'takehome' }],
  ...inTab('results', ['trace', 'submodel']),
  ...inTab('errors', ['by-sample', 'over-time', 'by-wavelength', 'error-maps', 'fed-back']),
  ...inTab('kernels', ['kernel-grid', 'selected-kernel', 'spectrum']),
  ...inTab('why', ['why-sliders', 'why-images', 'why-figures', 'why-study']),
  ...perNetwork,
]);

const SETTING = 'setting:';

/** The key of a place that is a setting. */
export const settingOf = (name: string): string | undefined =>
  name.startsWith(SETTING) ? name.slice(SETTING.length) : undefined;

/** Undefined of a name that is none. */
export function findAnchor(name: string): Anchor | undefined {
  const key = settingOf(name);
  if (key === undefined) return anchors.get(name);
  return findLeaf(key) && { selector: `[data-field='${key}']` };
}

export const anchorNames: readonly string[] = [...anchors.keys()];
