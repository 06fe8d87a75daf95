/** What one of the things in a list is called, in controls and on the stage. */
export const listNouns: Readonly<Record<string, string>> = {
  'scene.layers': 'Layer',
  'scene.inclusions': 'Inclusion',
  'scene.obstacles': 'Obstacle',
  'scene.receivers': 'Receiver',
  'source.more': 'Excitation',
};
