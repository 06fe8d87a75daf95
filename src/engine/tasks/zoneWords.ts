/** Words of the tasks that forecast what happens in the zone of a scene. */
export const ZONE_TRUTH_TITLE = 'Truth in the zone';
export const ZONE_TRUTH =
  'The finite element solution on the zone’s grid at the output times: what the networks learn to forecast.';
export const FROM_PARAMETERS = 'from the free parameters alone, after its last training step.';
export const ZONE_FORECAST = `What the network forecasts for the sample ${FROM_PARAMETERS}`;
