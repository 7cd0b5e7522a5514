import type { ViewContext } from './view';

// What the user points at, shared by all views: hovering something in one lights it up in the others.
class Selection implements ViewContext {
  block = $state<string | null>(null);
  unit = $state.raw<ViewContext['unit']>(null);
  tensor = $state<string | null>(null);

  inspect(block: string | null, tensor: string | null = null): void {
    this.block = block;
    this.tensor = tensor;
  }
}

export const selection = new Selection();
