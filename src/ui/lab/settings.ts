/** Changing the experiment: from controls, presets and links, and back into the address bar. */
import { decodeFile } from '../../engine/opening/file.ts';
import {
  decodeLink,
  isLink,
  MAX_LENGTH,
  namesSettings,
  type DecodedLink,
} from '../../engine/opening/link.ts';
import type { OwnSamples } from '../../engine/data/own.ts';
import type { Preset } from '../../engine/experiment/presets.ts';
import { changedKeys } from '../../engine/experiment/changes.ts';
import { findLeaf } from '../../engine/experiment/leaves.ts';
import type { Experiment, Issue } from '../../engine/experiment/schema.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { originOf } from '../../engine/tasks/index.ts';
import type { PageStore } from '../page/page.ts';
import { readGiven, readPage, type PageSettings } from '../page/pageText.ts';
import type { LabState } from '../state.ts';
import type { Address } from './address.ts';
import { mediumIssues } from './mediumIssues.ts';
import { ownIssues } from './ownData.ts';
import { weightIssues } from './weights.ts';
import type { Parts } from './parts.ts';
import { firstSample, isShown, nextSample } from './shownSample.ts';
import type { Stage } from './stage.ts';
import { withTexts } from './texts.ts';

/** What is open: the settings, what they are compared with, and what is half-typed. */
export type Opening = Pick<LabState, 'preset' | 'experiment' | 'drafts'>;

export class Settings {
  /** How often something else was opened: what was still being read for the settings before has no place any more. */
  openings = 0;

  constructor(
    private readonly parts: Parts,
    private readonly address: Address,
    private readonly stage: Stage,
    private readonly page: PageStore,
  ) {}

  private get state(): LabState {
    return this.parts.store.getState();
  }

  private set(patch: Partial<LabState>): void {
    this.parts.store.setState(patch);
  }

  private ownSamples(experiment: Experiment): OwnSamples | undefined {
    return originOf(experiment).fromFile ? this.parts.file()?.samples(experiment) : undefined;
  }

  /** What is wrong with an experiment, by itself or with the files that are open. */
  issuesOf(experiment: Experiment): Issue[] {
    const issues = validateExperiment(experiment);
    return issues.length > 0 ? issues : this.fileIssues(experiment);
  }

  /** What keeps an experiment, valid by itself, from running on the files that are open. */
  private fileIssues(experiment: Experiment): Issue[] {
    const { file, weights } = this.parts;
    return [
      ...mediumIssues(experiment),
      ...ownIssues(file(), experiment),
      ...weightIssues(experiment, weights()),
    ];
  }

  private apply(
    experiment: Experiment,
    more: Partial<LabState> = {},
    issues = this.issuesOf(experiment),
  ): void {
    const before = this.state;
    // Half-valid settings may have free parameters without a value: those of the last valid ones stay.
    const next =
      issues.length > 0 ? {} : nextSample(before, experiment, this.ownSamples(experiment));
    const shown = issues.length > 0 ? before.shown : experiment;
    const stageProblem = issues.length > 0 ? before.stageProblem : undefined;
    this.set({ experiment, issues, shown, stageProblem, ...next, ...more });
    // The weights of a run live on the backend they were made on; the next run takes the new one.
    if (experiment.backend !== before.experiment.backend && !before.run) {
      this.parts.dispatch({ type: 'choose backend' });
    }
    if (issues.length > 0) return;
    this.address.follow();
    const { sample } = this.state;
    if (isShown(before, this.state)) return;
    if (sample === undefined) this.stage.refresh();
    else this.stage.showSample(sample);
  }

  /**
   * Sets fields from the texts of their controls, all in one go; text that is not valid stays as a draft with
   * its reason.
   */
  setFields(texts: Readonly<Record<string, string>>): void {
    const { experiment, drafts } = withTexts(this.state, texts, {
      file: this.parts.file(),
      issuesOf: (changed) => this.issuesOf(changed),
    });
    if (experiment === this.state.experiment) this.set({ drafts });
    else this.apply(experiment, { drafts });
  }

  setField(key: string, text: string): void {
    this.setFields({ [key]: text });
  }

  /**
   * Takes an experiment that is known to be valid by itself; half-typed text in the fields that it changes is dropped.
   */
  setValidExperiment(experiment: Experiment, keys: readonly string[]): void {
    const kept = Object.entries(this.state.drafts).filter(([key]) => !keys.includes(key));
    this.apply(experiment, { drafts: Object.fromEntries(kept) }, this.fileIssues(experiment));
  }

  private applyOpened({ preset, experiment, notes, remark }: DecodedLink): void {
    this.openings += 1;
    // What was decoded before the file of its background was open has not been judged with it.
    const issues = this.issuesOf(experiment);
    const sample = issues.length === 0 ? firstSample(experiment, this.ownSamples(experiment)) : {};
    const more = { preset, drafts: {}, linkNotes: notes, replaced: undefined, ...sample };
    this.apply(experiment, more, issues);
    this.parts.withdrawNotices('link');
    if (remark !== undefined) this.parts.notice(remark, 'link');
  }

  /** Opens something else as an entry of its own in the history. */
  open(opened: DecodedLink): void {
    const before = this.state;
    this.address.asVisit(() => this.applyOpened(opened));
    const changes = changedKeys(before.experiment, before.preset.experiment).length;
    const lost = changes + Object.keys(before.drafts).length;
    if (lost === 0 || changedKeys(before.experiment, opened.experiment).length === 0) return;
    this.set({
      replaced: { preset: before.preset, experiment: before.experiment, drafts: before.drafts },
    });
  }

  /** Opens what a page of a lesson is about. What was open before, the lesson brings back at its end. */
  openForLesson(opened: DecodedLink): void {
    this.address.asVisit(() => this.applyOpened(opened));
  }

  /**
   * After a lesson: what was open before it, with what was half-typed or in conflict. What the lesson had is what Undo
   * brings back.
   */
  reopen(own: Opening): void {
    const { preset, experiment, drafts } = this.state;
    const same = changedKeys(experiment, own.experiment).length === 0;
    if (same && Object.keys(own.drafts).length === 0) return;
    this.bringBack(own);
    if (!same) this.set({ replaced: { preset, experiment, drafts } });
  }

  private bringBack({ preset, experiment, drafts }: Opening): void {
    this.openings += 1;
    this.address.asVisit(() =>
      this.apply(experiment, { preset, drafts, linkNotes: [], replaced: undefined }),
    );
  }

  /** Sets fields as an entry of its own in the history, as where a whole network becomes another one. */
  switchFields(texts: Readonly<Record<string, string>>): void {
    this.address.asVisit(() => this.setFields(texts));
  }

  /**
   * Takes a longer or shorter list of networks as an entry of its own in the history. Where one was removed, what was
   * half-typed of networks is dropped: their letters may have changed.
   */
  openNetworks(experiment: Experiment): void {
    const { drafts, experiment: before } = this.state;
    const shorter = experiment.networks.length < before.networks.length;
    const kept = Object.entries(drafts).filter(([key]) => !shorter || !findLeaf(key)?.network);
    this.address.asVisit(() => this.apply(experiment, { drafts: Object.fromEntries(kept) }));
  }

  /** Takes the experiment that was made for the data file which is open now. */
  openOwn(experiment: Experiment): void {
    this.openings += 1;
    this.address.asVisit(() => this.apply(experiment, { drafts: {} }));
  }

  /** A file that the settings were waiting for is open now. */
  judgeAgain(): void {
    this.apply(this.state.experiment);
  }

  openPreset(preset: Preset): void {
    this.open({ preset, experiment: preset.experiment, notes: [] });
  }

  /** Opens what an experiment file says. Throws `FileError`, and then everything stays as it is. */
  openFile(bytes: Uint8Array): void {
    this.open(decodeFile(bytes));
  }

  /** Opens what the address says when the page starts. False if it says nothing. */
  openFirst(): boolean {
    const { location } = this.address.tab;
    // Behind the #, or where a program has made a question mark of that, in the query.
    const link =
      location.hash.length <= 1 && isLink(location.search) ? location.search : location.hash;
    if (link.length <= 1) return false;
    this.page.setState({ arrivedByLink: isLink(link) });
    this.applyLink(link);
    return true;
  }

  /** Opens what an address says about the experiment and about the page. */
  private applyLink(link: string): void {
    const { page, notes } = readPage(link);
    this.applyBoth(link, page, notes);
  }

  private applyBoth(link: string, page: Partial<PageSettings>, notes: string[]): void {
    this.page.setState(page);
    const opened = decodeLink(link);
    this.applyOpened({ ...opened, notes: [...opened.notes, ...notes] });
  }

  /**
   * Opens a link in place of what is open, without an entry in the history; returns what was ignored of it. The page
   * keeps its look where the link says nothing about it: whoever sends links to a frame has set that already.
   */
  openLink(link: string): readonly string[] {
    const { given, notes } = readGiven(link);
    if (namesSettings(link)) this.applyBoth(link, given, notes);
    else this.applyPage(given, notes);
    return this.state.linkNotes;
  }

  /** Takes over what a link says about the page; the experiment stays. */
  private applyPage(page: Partial<PageSettings>, notes: string[]): void {
    this.page.setState(page);
    this.set({ linkNotes: notes });
  }

  /** How the page shows the experiment has changed: the address says so, soon. */
  followPage(): void {
    if (this.state.issues.length === 0) this.address.follow();
  }

  /** Opens what Back, Forward or somebody's hand has put into the address. */
  openAddress(): void {
    if (!this.address.hasChanged) return;
    const { tab } = this.address;
    const { hash } = tab.location;
    if (hash.length > 1 && hash.length <= MAX_LENGTH && !isLink(hash)) {
      this.address.restore();
      // A jump within the page is none of the settings' business.
      if (tab.hasPlace(hash.slice(1))) return;
      const note = `The address named no setting (“${hash.slice(0, 40)}”), so nothing was changed.`;
      this.set({ linkNotes: [note] });
      return;
    }
    if (isLink(hash) && !namesSettings(hash)) {
      const { page, notes } = readPage(hash);
      this.applyPage(page, notes);
      this.address.restore();
      return;
    }
    const known = this.address.arrive();
    if (known) {
      this.openings += 1;
      // The page stays as the visitor has switched it since: the address of the entry follows.
      this.apply(known.experiment, { ...known, linkNotes: [], replaced: undefined });
    } else {
      this.applyLink(hash);
    }
  }

  /** Brings back what was open before a preset, a link or a file took its place. */
  undoOpening(): void {
    const { replaced } = this.state;
    if (replaced) this.bringBack(replaced);
  }

  forgetReplaced(): void {
    this.set({ replaced: undefined });
  }

  dismissNotices(): void {
    this.set({ notices: [], linkNotes: [] });
  }
}
