/** All checks, in the order in which the page shows them. */
import { absorption } from './absorption.ts';
import { averagedMedia } from './averagedMedia.ts';
import type { Check } from './check.ts';
import { energy } from './energy.ts';
import { incidentWaves } from './incidentWaves.ts';
import { interfaces } from './interfaces.ts';
import { openSides } from './openSides.ts';
import { membrane } from './membrane.ts';
import { planeWave } from './planeWave.ts';
import { scatteredWaves } from './scatteredWaves.ts';
import { spectralOrders } from './spectralOrders.ts';
import { standingModes } from './standingModes.ts';
import { submodels } from './submodels.ts';
import { symmetry } from './symmetry.ts';

export const checks: readonly Check[] = [
  standingModes,
  membrane,
  spectralOrders,
  planeWave,
  energy,
  absorption,
  openSides,
  interfaces,
  incidentWaves,
  scatteredWaves,
  averagedMedia,
  symmetry,
  submodels,
];
