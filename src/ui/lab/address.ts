/** The address bar: always the link of what is open, and an entry of the history for everything that was opened. */
import { encodeLink } from '../../engine/opening/link.ts';
import { useLab } from '../state.ts';
import { Visits, type Visit } from './visits.ts';

const { getState: get } = useLab;

/** Browsers allow some hundred changes of the address in half a minute; dragging makes sixty in a second. */
const HASH_MS = 700;

/** The hash as this page wrote or read it last, so that its own change is not read back as a link. */
let ownHash = window.location.hash;
let hashWrittenAt = -Infinity;
let hashTimer: ReturnType<typeof setTimeout> | undefined;
const visits = new Visits(window.history, String(performance.timeOrigin));

const presentHash = (): string => {
  const { experiment, preset } = get();
  return encodeLink(experiment, preset);
};

/** A link in the query, which some programs make of the #, goes once it is in the hash. */
const addressOf = (hash: string): string => `${window.location.pathname}${hash}`;

function write(): void {
  clearTimeout(hashTimer);
  // Back, Forward or a hand has brought another address, which is about to be opened: it must not be overwritten.
  if (addressChanged()) return;
  hashWrittenAt = performance.now();
  if (visits.write(addressOf(presentHash()))) ownHash = window.location.hash;
}

/** Makes the address that of the present settings, which must be valid, soon. */
export function writeHash(): void {
  clearTimeout(hashTimer);
  const wait = hashWrittenAt + HASH_MS - performance.now();
  if (wait > 0) hashTimer = setTimeout(write, wait);
  else write();
}

/** Opens something else as a new entry of the history; what was open stays in the present one. */
export function asVisit(open: () => void): void {
  const before = get();
  // Settings that do not fit together are in no link; they come back all the same as long as the page is there.
  if (before.issues.length === 0) write();
  open();
  const { preset, experiment } = get();
  if (preset === before.preset && experiment === before.experiment) return;
  clearTimeout(hashTimer);
  visits.leave(before);
  hashWrittenAt = performance.now();
  if (visits.push(addressOf(presentHash()))) ownHash = window.location.hash;
}

/** Whether the address is another one than this page has written or read. */
export const addressChanged = (): boolean => window.location.hash !== ownHash;

/** Takes over an address that came from outside: by Back, Forward, or by hand. */
export function arrive(): Visit | undefined {
  clearTimeout(hashTimer);
  visits.leave(get());
  const visit = visits.arrive();
  ownHash = window.location.hash;
  return visit;
}

/** Puts the address back to what is open. */
export const restoreAddress = (): void => {
  arrive();
  write();
};

export const shareLink = (): string => new URL(presentHash(), window.location.href).href;
