/** Links as they were written before commas and blanks stayed readable, and what they have to open for ever. */
export const corpus: readonly {
  link: string;
  preset: string;
  settings: Readonly<Record<string, string>>;
}[] = [
  {
    link: '#v=1&preset=quick&b.format=one-way&b.rank=4',
    preset: 'quick',
    settings: { 'b.format': 'one-way', 'b.rank': '4' },
  },
  {
    link: '#v=1&preset=frames&a.rate=0.02&b.rank=25%25&training.steps=77&backend=wasm',
    preset: 'frames',
    settings: { 'a.rate': '0.02', 'b.rank': '25%', 'training.steps': '77', backend: 'wasm' },
  },
  {
    link: '#v=1&preset=quick&scene.mesh=fitted&scene.obstacles=circle(fixed%2C0.4..0.5%2C0.8%2C0.05)%20polygon(absorbing%2C0.1%2C0.1%2C0.2%2C0.1%2C0.15%2C0.2)&scene.receivers=point(0.9%2C0.9)%20point(0.8%2C0.9)&source.x=0.1..0.3&source.frequency=1..1.5',
    preset: 'quick',
    settings: {
      'scene.mesh': 'fitted',
      'scene.obstacles':
        'circle(fixed,0.4..0.5,0.8,0.05) polygon(absorbing,0.1,0.1,0.2,0.1,0.15,0.2)',
      'scene.receivers': 'point(0.9,0.9) point(0.8,0.9)',
      'source.x': '0.1..0.3',
      'source.frequency': '1..1.5',
    },
  },
  {
    link: '#v=1&preset=volume&net.padding=circular&a.layers=classical(3%2C0)%20tucker-2(1%2C4)&b.width=matched&b.route=after',
    preset: 'volume',
    settings: {
      'net.padding': 'circular',
      'a.layers': 'classical(3,0) tucker-2(1,4)',
      'b.width': 'matched',
      'b.route': 'after',
    },
  },
  {
    link: '#v=1&preset=layers&scene.inclusions=rectangle(0.5%2C0.5%2C0.2%2C0.1%2C1.5%2C2)&source.more=ricker(0.2%2C0.2..0.3%2C2%2C-1.5)',
    preset: 'layers',
    settings: {
      'scene.inclusions': 'rectangle(0.5,0.5,0.2,0.1,1.5,2)',
      'source.more': 'ricker(0.2,0.2..0.3,2,-1.5)',
    },
  },
  {
    link: '#v=1&preset=propagator&modes.count=5',
    preset: 'propagator',
    settings: { 'modes.count': '5' },
  },
  {
    link: '#v=1&preset=quick&task.kind=own&task.inputs=3&task.outputs=8x32x32&data.train=48&data.test=12',
    preset: 'quick',
    settings: {
      'task.kind': 'own',
      'task.inputs': '3',
      'task.outputs': '8x32x32',
      'data.train': '48',
      'data.test': '12',
    },
  },
];
