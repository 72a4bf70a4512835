import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Something that changes, for elements to be drawn anew when it does. */
export class Store extends EventTarget {
  protected changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

/** Draws its element anew whenever one of the stores changes, for as long as the element is on the page. */
export class Watching implements ReactiveController {
  private readonly stores: Store[];
  private readonly redraw: () => void;

  constructor(host: ReactiveControllerHost, ...stores: Store[]) {
    this.stores = stores;
    this.redraw = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected(): void {
    this.stores.forEach((store) => store.addEventListener('change', this.redraw));
  }

  hostDisconnected(): void {
    this.stores.forEach((store) => store.removeEventListener('change', this.redraw));
  }
}
