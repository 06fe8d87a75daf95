import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink } from '../opening/link.ts';
import { findPreset } from './presets.ts';
import { withValue } from './leaves.ts';
import type { Experiment } from './schema.ts';
import { withUsualRates } from './usualRates.ts';
import { specOf } from './network.ts';

const preset = findPreset('quick')!;
const quick = preset.experiment;
const ofKind = (kind: string, from: Experiment = quick) => withValue(from, 'net.kind', kind);
const ratesOf = ({ networks }: Experiment) => networks.map(({ rate }) => rate);

describe('the rates that go with a kind of network', () => {
  it('come with it, smaller for deep networks, and go again', () => {
    const unet = withUsualRates(quick, ofKind('unet'), quick);
    expect(specOf(unet, 'a').rate).toBeLessThan(specOf(quick, 'a').rate);
    expect(specOf(unet, 'b').rate).toBeLessThan(specOf(quick, 'b').rate);
    const resnet = withUsualRates(unet, ofKind('resnet', unet), quick);
    expect(specOf(resnet, 'a').rate).toBeLessThan(specOf(quick, 'a').rate);
    const back = withUsualRates(resnet, ofKind('generator', resnet), quick);
    expect(back).toEqual(quick);
  });

  it('leave a rate alone that somebody chose', () => {
    const own = withValue(quick, 'b.rate', 0.02);
    expect(specOf(withUsualRates(own, ofKind('unet', own), quick), 'b').rate).toBe(0.02);
    expect(ratesOf(withUsualRates(quick, ofKind('unet'), quick, ['a.rate', 'b.rate']))).toEqual(
      ratesOf(quick),
    );
    const both = withValue(ofKind('unet'), 'a.rate', 0.001);
    expect(specOf(withUsualRates(quick, both, quick), 'a').rate).toBe(0.001);
  });

  it('come with a network that is added where the kind stays', () => {
    const unet = withUsualRates(quick, ofKind('unet'), quick);
    const three = withValue(unet, 'networks', 3);
    const added = withUsualRates(unet, three, quick);
    expect(ratesOf(added)).toEqual([...ratesOf(unet), specOf(unet, 'a').rate]);
    const chosen = withValue(three, 'c.rate', 0.02);
    expect(ratesOf(withUsualRates(unet, chosen, quick, ['c.rate']))).toEqual(ratesOf(chosen));
    // Nobody's rate changes with a network that is removed.
    expect(withUsualRates(three, unet, quick)).toEqual(unet);
  });

  it('come with a network that is new as well, unless its rate was chosen', () => {
    const three = withValue(ofKind('unet'), 'networks', 3);
    const rates = ratesOf(withUsualRates(quick, three, quick));
    expect(rates[2]).toBe(rates[0]);
    const own = withValue(three, 'c.rate', 0.02);
    expect(ratesOf(withUsualRates(quick, own, quick, ['c.rate']))[2]).toBe(0.02);
  });

  it('change nothing where the kind stays', () => {
    const wider = withValue(quick, 'net.width', 12);
    expect(withUsualRates(quick, wider, quick)).toBe(wider);
  });

  it('are written into links; a link without a rate means the preset’s, as ever', () => {
    const unet = withUsualRates(quick, ofKind('unet'), quick);
    const link = encodeLink(unet, preset);
    expect(link).toContain('a.rate=');
    expect(decodeLink(link).experiment).toEqual(unet);
    expect(ratesOf(decodeLink('#v=2&preset=quick&net.kind=unet').experiment)).toEqual(
      ratesOf(quick),
    );
    // The preset's rate beside another kind is a choice that a link can hold as well.
    const kept = ofKind('unet');
    expect(decodeLink(encodeLink(kept, preset)).experiment).toEqual(kept);
  });
});
