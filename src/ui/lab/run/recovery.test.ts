import { expect, it } from 'vitest';
import { decide, unharmed, type History, type Loss } from './recovery.ts';

const loss = (step: number, onGpu = false): Loss => ({ onGpu, step, checkpoint: step - 2 });

/** The decisions about one loss after the other, as long as the network goes on. */
function course(losses: readonly Loss[]) {
  let history: History = unharmed;
  return losses.map((one) => {
    const decision = decide(history, one);
    ({ history } = decision);
    return decision;
  });
}

it('goes on three times as long as the network gets further', () => {
  const decisions = course([10, 20, 30, 40].map((step) => loss(step)));
  expect(decisions.map(({ goesOn }) => goesOn)).toEqual([true, true, true, false]);
});

it('gives up at the second loss at the same place, and not before', () => {
  const [first, second] = course([
    loss(10),
    // It came back to its checkpoint and no further.
    { onGpu: false, step: 8, checkpoint: 8 },
  ]);
  expect(first.goesOn).toBe(true);
  expect(second.goesOn).toBe(false);
});

it('leaves the GPU at its second fault, even at the same place', () => {
  const [first, second, third] = course([
    loss(10, true),
    { onGpu: true, step: 8, checkpoint: 8 },
    { onGpu: false, step: 8, checkpoint: 8 },
  ]);
  expect(first).toMatchObject({ goesOn: true, leavesGpu: false });
  expect(second).toMatchObject({ goesOn: true, leavesGpu: true });
  // There it is as anywhere else.
  expect(third.goesOn).toBe(false);
});

it('does not count what is no fault of the GPU against it', () => {
  const [, second] = course([loss(10), loss(20, true)]);
  expect(second).toMatchObject({ goesOn: true, leavesGpu: false });
});
