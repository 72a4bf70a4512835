import { LitElement } from 'lit';

/** All our elements: drawn into the page itself, so that one stylesheet is enough and labels reach their fields. */
export class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
