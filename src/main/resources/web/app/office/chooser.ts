import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../api.ts';
import { PageElement } from '../element.ts';
import { describedBy, drawAround } from './fields.ts';
import { office } from './office-api.ts';
import { officeTexts } from './texts.ts';

const TYPING = 200;
const MOST = '20';

interface Thing {
  id: number;
  name: string;
}

/** Finds a movie or a screen by its name, which only one of them has. */
export class FrChooser extends PageElement {
  static override properties = {
    kind: {},
    label: {},
    hint: {},
    error: {},
    chosen: { attribute: false },
    found: { state: true },
    text: { state: true },
    fault: { state: true },
  };
  declare kind: 'movie' | 'screen';
  declare label: string;
  declare hint: string | undefined;
  declare error: string | undefined;
  /** Its id. */
  declare chosen: number | undefined;
  declare found: Thing[];
  declare text: string;
  declare fault: string | undefined;
  /** When it is clear what is chosen. */
  settled: Promise<void> = Promise.resolve();
  private timer = 0;
  private turn = 0;

  constructor() {
    super();
    this.found = [];
    this.text = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.nameChosen();
    void this.search('');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('chosen') && this.chosen === undefined && changed.get('chosen') !== undefined && this.named(this.text)) {
      this.text = ''; // forgotten from outside
    }
  }

  protected override render(): TemplateResult {
    const id = `field-${this.kind}`;
    const field = { label: this.label, hint: this.hint, error: this.error || this.fault };
    return drawAround(
      id,
      field,
      html`<input id=${id} name=${this.kind} list="${id}-list" .value=${this.text} autocomplete="off" spellcheck="false" maxlength="200"
          aria-invalid=${field.error ? 'true' : nothing} aria-describedby=${describedBy(id, field)}
          @input=${this.onInput} @change=${this.onChange} />
        <datalist id="${id}-list">${this.found.map((it) => html`<option value=${it.name}></option>`)}</datalist>`,
    );
  }

  private named(name: string): Thing | undefined {
    const exact = name.trim();
    const plain = exact.toLocaleLowerCase();
    return this.found.find((it) => it.name === exact) ?? this.found.find((it) => it.name.toLocaleLowerCase() === plain);
  }

  private onInput(event: Event): void {
    this.text = (event.target as HTMLInputElement).value;
    this.fault = undefined;
    window.clearTimeout(this.timer);
    this.choose(); // what was chosen before is so no longer
    if (!this.named(this.text)) {
      this.timer = window.setTimeout(() => void this.search(this.text), TYPING);
    }
  }

  private onChange(): void {
    this.settled = this.settle();
  }

  private async settle(): Promise<void> {
    window.clearTimeout(this.timer);
    if (this.text.trim() !== '' && !this.named(this.text)) {
      await this.search(this.text);
    }
    this.fault = this.text.trim() === '' || this.named(this.text) ? undefined : officeTexts.chooser.unknown;
    this.choose();
  }

  private choose(): void {
    const thing = this.text.trim() === '' ? undefined : this.named(this.text);
    this.fault = thing ? undefined : this.fault;
    if (thing?.id !== this.chosen) {
      this.chosen = thing?.id;
      this.dispatchEvent(new CustomEvent('chosen', { detail: thing, bubbles: true }));
    }
  }

  private async search(text: string): Promise<void> {
    const turn = ++this.turn;
    const query = new URLSearchParams({ search: text.trim(), page_size: MOST });
    try {
      const found =
        this.kind === 'movie'
          ? (await office.movies(query)).items.map((it) => ({ id: it.id, name: it.title }))
          : (await office.screens(query)).items.map(({ id, name }) => ({ id, name }));
      if (turn === this.turn) {
        this.found = found;
        if (this.named(this.text)) {
          this.choose();
        }
      }
    } catch (e) {
      if (!(e instanceof Problem)) {
        throw e; // without suggestions one can still type
      }
    }
  }

  private async nameChosen(): Promise<void> {
    const id = this.chosen;
    if (id === undefined) {
      return;
    }
    try {
      const name = this.kind === 'movie' ? (await office.movie(id)).value.title : (await office.screen(id)).value.name;
      this.text = name;
      this.found = [{ id, name }, ...this.found];
    } catch (e) {
      if (!(e instanceof Problem)) {
        throw e;
      }
    }
  }
}

customElements.define('fr-chooser', FrChooser);
