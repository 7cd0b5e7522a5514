// What of a recurrent block is looked at: a layer of a deep one, and one unit at one step.
class Choice {
  depth = $state(1);
  cell = $state.raw<{ path: string; unit: number; step: number } | null>(null);
}

export const choice = new Choice();
