import type { Tensor } from '../../engine/types';
import { run } from '../../state/run.svelte';

/** A watched tensor of the present frame. Undefined until the engine has sent it; a frame's buffer goes
 *  back to the engine when the next one comes, which leaves the old arrays empty. */
export function live(path: string): Tensor | undefined {
  const tensor = run.frame?.tensors.get(path);
  return tensor && tensor.data.length > 0 ? tensor : undefined;
}
