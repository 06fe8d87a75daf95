import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { HeapMeter } from './heapMeter.ts';

it('sees every tensor come and go, and temporaries only in the peak', async () => {
  await tf.setBackend('wasm');
  const meter = new HeapMeter();
  const length = 1000;
  const kept = tf.tidy(() => {
    const x = tf.ones([length]);
    return tf.add(tf.mul(x, 2), x);
  });
  expect(meter.liveBytes).toBe(4 * length);
  expect(meter.peakBytes).toBeGreaterThanOrEqual(3 * 4 * length);
  meter.resetPeak();
  kept.dispose();
  expect(meter.liveBytes).toBe(0);
  expect(meter.peakBytes).toBe(4 * length);
  expect(meter.heapBytes).toBeGreaterThan(4 * length);
});
