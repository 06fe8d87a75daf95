/** All tasks: a new one is a folder and one line here. */
import { boundaryTrace } from './boundary-trace/task.ts';
import { medium } from './medium/task.ts';
import { own } from './own/task.ts';
import { propagator } from './propagator/task.ts';
import { zoneFrames } from './zone-frames/task.ts';
import { zoneVolume } from './zone-volume/task.ts';

/** The first one is the default. */
export const registry = [zoneFrames, zoneVolume, boundaryTrace, propagator, medium, own] as const;
