/** How the outcome is shown: no part of the experiment, but TensorFlow Playground's links set it. */
export class Display {
  /** Held-out examples beside those trained on. */
  testData = $state(false);
  /** Classes instead of degrees of certainty. */
  discretize = $state(false);
}

export const display = new Display();
