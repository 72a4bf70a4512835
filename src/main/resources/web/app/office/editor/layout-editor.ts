import { html, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import { Problem } from '../../api.ts';
import { PageElement } from '../../element.ts';
import { dayAndTime, seatName } from '../../format.ts';

import '../../hall.ts';
import { editorTexts as words } from '../../texts/editor.ts';
import { session } from '../../session.ts';
import { texts } from '../../texts/texts.ts';
import { inWords } from '../words.ts';
import { drawBlockForm, drawNumber } from './block-form.ts';
import './board.ts';
import type { FrLayoutBoard, Tool } from './board.ts';
import { Draft } from './draft.ts';
import { areEqual, countsOf, type Fault, fileOf, isRowLabel, KINDS, type Kind, LARGEST_NUMBER, LONGEST_ROW_LABEL, MOST_PLACES, type Place } from './layout.ts';
import { type Drawn, type Effect, isOutdated, layouts } from './layouts.ts';
import { kindShapes } from './painting.ts';
import { Preview } from './preview.ts';

/** So many faults are named. */
const FAULTS_NAMED = 8;

/** What has to be decided before it goes on. */
type Question =
  | { about: 'save' | 'overwrite'; effect: Effect; edition: string }
  | { about: 'outdated'; theirs: Drawn }
  | { about: 'leave'; go: () => void };

interface Notice {
  text: string;
  kind: 'good' | 'bad';
}

/** Draws the places of a screen. */
export class FrLayoutEditor extends PageElement {
  static override properties = {
    screenId: { type: Number },
    name: { state: true },
    draft: { state: true },
    tool: { state: true },
    moving: { state: true },
    preview: { state: true },
    question: { state: true },
    notice: { state: true },
    spoken: { state: true },
    busy: { state: true },
    numbering: { state: true },
  };
  declare screenId: number;
  declare name: string;
  declare draft: Draft | undefined;
  declare tool: Tool;
  declare moving: boolean;
  declare preview: Preview | undefined;
  declare question: Question | undefined;
  declare notice: Notice | undefined;
  declare spoken: string;
  declare busy: boolean;
  declare numbering: { first: number; step: number; fromRight: boolean };

  /** The edition of the screen that was read, and what it said. */
  private edition = '';
  private theirs: readonly Place[] = [];
  /** What is being saved; one may go on drawing meanwhile. */
  private sending: readonly Place[] = [];
  private wasEmpty = false;
  private mayLeave = false;
  /** The address of this view. */
  private here = '';

  private readonly onDraft = () => this.requestUpdate();
  private readonly onUnload = (event: BeforeUnloadEvent) => {
    if (this.draft?.isTouched) {
      event.preventDefault();
    }
  };
  /** A link elsewhere is not followed before it was asked. */
  private readonly onLink = (event: MouseEvent) => {
    const link = (event.target as Element | null)?.closest?.('a[href^="#"]');
    const to = link?.getAttribute('href') ?? '';
    const elsewhere = to.startsWith('#/') && to !== location.hash && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (elsewhere && this.draft?.isTouched && !this.mayLeave) {
      event.preventDefault();
      this.ask({ about: 'leave', go: () => (location.hash = to) });
    }
  };
  /** Nobody is signed out before they were asked. */
  private readonly onSignOut = (event: Event) => {
    if (this.draft?.isTouched && !this.mayLeave) {
      event.preventDefault();
      this.ask({ about: 'leave', go: () => void this.trying(() => session.signOut()) });
    }
  };
  /**
   * Whoever goes back, or types an address, stays here until they were asked. This is heard before the router reads the
   * address, and then it is this one again.
   */
  private readonly onAddress = () => {
    const to = location.hash;
    if (this.draft?.isTouched && !this.mayLeave && to !== this.here) {
      history.pushState(null, '', this.here);
      this.ask({ about: 'leave', go: () => (location.hash = to) });
    }
  };

  constructor() {
    super();
    this.name = '';
    this.tool = 'select';
    this.moving = false;
    this.spoken = '';
    this.busy = false;
    this.numbering = { first: 1, step: 1, fromRight: false };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('beforeunload', this.onUnload);
    window.addEventListener('popstate', this.onAddress);
    session.addEventListener('leaving', this.onSignOut);
    this.here = location.hash;
    document.addEventListener('click', this.onLink, { capture: true });
    this.draft?.addEventListener('change', this.onDraft);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('beforeunload', this.onUnload);
    window.removeEventListener('popstate', this.onAddress);
    session.removeEventListener('leaving', this.onSignOut);
    document.removeEventListener('click', this.onLink, { capture: true });
    this.draft?.removeEventListener('change', this.onDraft);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('screenId')) {
      void this.load();
    }
  }

  private async load(): Promise<void> {
    const screen = this.screenId;
    this.begin(undefined);
    this.notice = undefined;
    await this.trying(async () => {
      const drawn = await layouts.get(screen);
      if (screen === this.screenId) {
        this.name = drawn.name;
        this.take(drawn);
        this.wasEmpty = drawn.places.length === 0;
        this.begin(new Draft(drawn.places));
      }
    });
  }

  private begin(draft: Draft | undefined): void {
    this.draft?.removeEventListener('change', this.onDraft);
    this.draft = draft;
    draft?.addEventListener('change', this.onDraft);
  }

  private take(drawn: Drawn): void {
    this.edition = drawn.edition;
    this.theirs = drawn.places;
  }

  protected override render(): TemplateResult {
    const draft = this.draft;
    if (!draft) {
      return html`<section class="editor">
        <div role="alert">${this.notice ? this.drawNotice(this.notice) : nothing}</div>
        ${this.notice
          ? html`<p><button type="button" class="button" @click=${() => this.load()}>${texts.retry}</button></p>`
          : html`<p class="quiet">${texts.loading}</p>`}
      </section>`;
    }
    return html`
      <section class="editor" @keydown=${this.onKey} @say=${(event: CustomEvent<string>) => this.say(event.detail)}>
        <header class="editor-head">
          <h1 tabindex="-1"><bdi>${words.title(this.name)}</bdi></h1>
          ${this.drawState(draft)}
          <div class="actions">
            <button type="button" class="button button-plain" title=${words.tools.importHint} ?disabled=${this.busy}
              @click=${() => this.querySelector<HTMLInputElement>('input[type=file]')?.click()}>${words.tools.import}</button>
            <input type="file" hidden accept=".csv,.txt,.json,text/csv,application/json" aria-label=${words.tools.importHint}
              @change=${this.onFile} />
            <button type="button" class="button button-plain" ?disabled=${draft.all.length === 0} @click=${this.export}>
              ${words.tools.export}
            </button>
            <button type="button" class="button button-plain" aria-pressed=${this.preview ? 'true' : 'false'}
              ?disabled=${draft.all.length === 0} @click=${this.togglePreview}>
              ${words.tools.preview}
            </button>
            <button type="button" class="button" ?disabled=${this.busy || draft.isSaved} @click=${this.save} data-test="save">
              ${words.tools.save}
            </button>
          </div>
        </header>
        <div role="alert">${this.notice ? this.drawNotice(this.notice) : nothing}</div>
        ${this.preview ? this.drawPreview(this.preview) : this.drawDrawing(draft)}
        <p class="visually-hidden" aria-live="polite" data-test="spoken">${this.spoken}</p>
      </section>
      <dialog class="editor-dialog" aria-labelledby="editor-question" @close=${() => (this.question = undefined)}>
        ${this.question ? this.drawQuestion(this.question) : html`<h2 id="editor-question">${words.save.title}</h2>`}
      </dialog>`;
  }

  private drawState(draft: Draft): TemplateResult {
    const [state, text] =
      draft.faults.length > 0 && draft.all.length > 0
        ? ['wrong', words.wrong]
        : draft.isSaved
          ? ['saved', words.saved]
          : ['unsaved', words.unsaved];
    return html`<p class="editor-state editor-state-${state}" role="status"><span class="dot" aria-hidden="true"></span>${text}</p>`;
  }

  private drawNotice(notice: Notice): TemplateResult {
    return html`<p class="notice notice-${notice.kind}">${notice.text}</p>`;
  }

  private drawPreview(preview: Preview): TemplateResult {
    return html`
      <section class="editor-preview" aria-labelledby="preview-title">
        <h2 id="preview-title" tabindex="-1">${words.preview.title}</h2>
        <p class="quiet">${words.preview.text}</p>
        <fr-hall .show=${preview}></fr-hall>
        <p><button type="button" class="button" @click=${this.togglePreview}>${words.preview.back}</button></p>
      </section>`;
  }

  private drawDrawing(draft: Draft): TemplateResult {
    const block = draft.block;
    return html`
      <div class="editor-desk">
        <div class="editor-board">
          ${this.drawTools(draft)}
          <fr-layout-board .draft=${draft} .tool=${this.tool} .moving=${this.moving}
            @moving=${(event: CustomEvent<boolean>) => (this.moving = event.detail)}
            @new-block=${this.newBlock}
            @tool-used=${() => this.useTool('select')}></fr-layout-board>
        </div>
        <div class="editor-side">
          ${draft.faults.length > 0 && draft.all.length > 0 ? this.drawFaults(draft.faults) : nothing}
          ${block ? drawBlockForm(draft, block, { set: () => this.setBlock(), next: () => this.newBlock(), drop: () => this.dropBlock() }) : nothing}
          ${draft.selected.size > 0 ? this.drawSelection(draft) : nothing}
          ${this.drawCounts(draft)} ${this.drawRows(draft)} ${this.drawHowTo()}
        </div>
      </div>`;
  }

  private drawTools(draft: Draft): TemplateResult {
    const tool = (it: Tool, name: string, icon: TemplateResult) => html`
      <button type="button" class="tool" aria-pressed=${this.tool === it ? 'true' : 'false'} aria-label=${name} title=${name}
        @click=${() => this.useTool(it)}>${icon}</button>`;
    const deed = (name: string, icon: TemplateResult | string, act: () => void, disabled = false) => html`
      <button type="button" class="tool" aria-label=${name} title=${name} aria-disabled=${disabled ? 'true' : 'false'} @click=${act}>${icon}</button>`;
    const { tools } = words;
    return html`
      <div class="editor-tools" role="group" aria-label=${tools.label}>
        <div class="tool-group">
          ${tool('select', tools.select, icons.select)} ${tool('block', tools.block, icons.block)} ${tool('pan', tools.pan, icons.pan)}
        </div>
        <div class="tool-group" role="group" aria-label=${tools.brushes}>
          ${KINDS.map((kind) => tool(kind, tools.brush(words.kind[kind]), drawKind(kind)))}
        </div>
        <div class="tool-group">
          ${deed(tools.undo, icons.undo, () => this.undo(), !draft.canUndo)} ${deed(tools.redo, icons.redo, () => this.redo(), !draft.canRedo)}
        </div>
        <div class="tool-group tool-group-end">
          ${deed(tools.zoomIn, '+', () => this.board?.zoom(1.6))} ${deed(tools.zoomOut, '−', () => this.board?.zoom(1 / 1.6))}
          ${deed(tools.whole, icons.whole, () => this.board?.showAll())}
        </div>
        ${draft.block ? nothing : html`<button type="button" class="button button-small" @click=${this.newBlock}>${words.block.new}</button>`}
      </div>`;
  }

  private drawSelection(draft: Draft): TemplateResult {
    const { selected } = draft;
    const form = words.selection;
    const [first] = selected;
    const kinds = new Set([...selected].map((it) => it.kind));
    return html`
      <section class="panel editor-selection" aria-labelledby="selection-title">
        <h2 id="selection-title" tabindex="-1">${form.title(selected.size)}</h2>
        <div class="kinds" role="group" aria-label=${form.kind}>
          ${KINDS.map(
            (kind, i) => html`<button type="button" class="kind" aria-pressed=${kinds.size === 1 && kinds.has(kind) ? 'true' : 'false'}
              @click=${() => this.paint(kind)}>${drawKind(kind)} <span>${words.kind[kind]}</span> <kbd aria-hidden="true">${i + 1}</kbd></button>`,
          )}
        </div>
        <form class="editor-line" @submit=${this.onRename}>
          <label>${form.row} <input name="row" required maxlength=${LONGEST_ROW_LABEL} autocomplete="off" .value=${first?.row ?? ''} /></label>
          <button class="button button-plain button-small">${form.rename}</button>
        </form>
        <form class="editor-line" @submit=${this.onRenumber}>
          ${drawNumber(form.first, 'first', this.numbering.first, { min: 1, max: LARGEST_NUMBER }, (it) => (this.numbering = { ...this.numbering, ...it }))}
          ${drawNumber(form.step, 'step', this.numbering.step, { min: 1, max: 100 }, (it) => (this.numbering = { ...this.numbering, ...it }))}
          <label>
            ${words.block.direction}
            <select name="direction" @change=${(event: Event) =>
              (this.numbering = { ...this.numbering, fromRight: (event.target as HTMLSelectElement).value === 'right' })}>
              <option value="left" ?selected=${!this.numbering.fromRight}>${words.block.fromLeft}</option>
              <option value="right" ?selected=${this.numbering.fromRight}>${words.block.fromRight}</option>
            </select>
          </label>
          <button class="button button-plain button-small">${form.renumber}</button>
        </form>
        <label class="check">
          <input type="checkbox" .checked=${this.moving} @change=${() => (this.moving = !this.moving)} /> ${form.arrows}
        </label>
        <p class="quiet">${form.arrowsHint}</p>
        <div class="actions">
          <button type="button" class="button button-bad button-small" @click=${this.takeAway}>${form.remove}</button>
          <button type="button" class="button button-plain button-small" @click=${() => this.selectNothing()}>${form.clear}</button>
        </div>
      </section>`;
  }

  private drawFaults(faults: readonly Fault[]): TemplateResult {
    return html`
      <section class="notice notice-bad editor-faults" aria-labelledby="faults-title">
        <h2 id="faults-title">${words.faults.title(faults.length)}</h2>
        <ul>
          ${faults.slice(0, FAULTS_NAMED).map((fault) => {
            const text = faultText(fault);
            return html`<li>${
              'place' in fault
                ? html`<button type="button" class="link" @click=${() => this.board?.show(fault.place)}>${text}</button>`
                : text
            }</li>`;
          })}
        </ul>
        ${faults.length > FAULTS_NAMED ? html`<p>${words.faults.more(faults.length - FAULTS_NAMED)}</p>` : nothing}
      </section>`;
  }

  private drawCounts(draft: Draft): TemplateResult {
    const { counts } = draft;
    return html`
      <section class="panel" aria-labelledby="counts-title">
        <h2 id="counts-title">${words.counts.title}</h2>
        <dl class="editor-counts">
          ${KINDS.filter((kind) => counts[kind] > 0 || kind === 'STANDARD').map(
            (kind) => html`<div data-kind=${kind}><dt>${drawKind(kind)} ${words.kind[kind]}</dt><dd>${counts[kind]}</dd></div>`,
          )}
          <div class="editor-total"><dt>${words.counts.total}</dt><dd data-test="total">${draft.all.length}</dd></div>
        </dl>
      </section>`;
  }

  /** The same in words, for those who cannot see the drawing, and to find a row in a large one. */
  private drawRows(draft: Draft): TemplateResult {
    const drafted = draft.block ? new Set(draft.drafted) : undefined;
    return html`
      <details class="panel editor-rows" @toggle=${() => this.requestUpdate()}>
        <summary><h2>${words.rows.title(draft.rows.length)}</h2></summary>
        ${this.querySelector<HTMLDetailsElement>('.editor-rows')?.open
          ? html`<ul>
              ${draft.rows.map(
                ({ label, seats }) => html`<li>
                  <button type="button" class="link" @click=${() => this.selectRow(seats.filter((it) => !drafted?.has(it)))}>
                    ${words.rows.row(label, words.places(seats.length), kindsOf(seats))}
                  </button>
                </li>`,
              )}
            </ul>`
          : nothing}
      </details>`;
  }

  private drawHowTo(): TemplateResult {
    return html`
      <details class="panel editor-how" ?open=${this.wasEmpty}>
        <summary><h2>${words.howTo.title}</h2></summary>
        <ol>${words.howTo.steps.map((step) => html`<li>${step}</li>`)}</ol>
        <p class="quiet">${words.howTo.keys}</p>
        <p class="quiet">${words.board.help}</p>
      </details>`;
  }

  private drawQuestion(question: Question): TemplateResult {
    const close = () => this.dialog?.close();
    switch (question.about) {
      case 'save':
      case 'overwrite': {
        const overwrites = question.about === 'overwrite';
        return html`
          <h2 id="editor-question">${overwrites ? words.outdated.overwriteTitle : words.save.title}</h2>
          ${drawEffect(question.effect)}
          <div class="actions">
            <button type="button" class="button ${overwrites ? 'button-bad' : ''}" ?disabled=${this.busy} autofocus data-test="confirm"
              @click=${() => this.saveNow(question.edition)}>${overwrites ? words.outdated.overwrite : words.save.yes}</button>
            <button type="button" class="button button-plain" @click=${close}>${words.save.no}</button>
          </div>`;
      }
      case 'outdated':
        return html`
          <h2 id="editor-question">${words.outdated.title}</h2>
          <p>${words.outdated.text}</p>
          <div class="actions">
            <button type="button" class="button" autofocus @click=${() => this.loadTheirs(question.theirs)}>${words.outdated.theirs}</button>
            <button type="button" class="button button-plain" ?disabled=${this.busy} @click=${() => this.tryOut(question.theirs.edition, 'overwrite')}>
              ${words.outdated.look}
            </button>
            <button type="button" class="button button-plain" @click=${close}>${words.save.no}</button>
          </div>`;
      case 'leave':
        return html`
          <h2 id="editor-question">${words.leave.title}</h2>
          <p>${words.leave.text}</p>
          <div class="actions">
            <button type="button" class="button" autofocus @click=${close}>${words.leave.no}</button>
            <button type="button" class="button button-bad" @click=${() => this.leave(question.go)}>${words.leave.yes}</button>
          </div>`;
    }
  }

  private get board(): FrLayoutBoard | null {
    return this.querySelector<FrLayoutBoard>('fr-layout-board');
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector<HTMLDialogElement>('.editor-dialog');
  }

  private ask(question: Question): void {
    this.question = question;
    this.busy = false; // it is the reader's turn
    void this.updateComplete.then(() => {
      if (this.dialog && !this.dialog.open) {
        this.dialog.showModal();
      }
      this.dialog?.querySelector<HTMLElement>('[autofocus]')?.focus();
    });
  }

  private leave(go: () => void): void {
    this.mayLeave = true;
    this.dialog?.close();
    go();
    // Who has been let go and comes back to the same element is asked again.
    window.setTimeout(() => (this.mayLeave = false), 0);
  }

  // Saving

  private async save(): Promise<void> {
    const draft = this.draft;
    if (!draft) {
      return;
    }
    draft.set();
    if (draft.faults.length > 0) {
      this.tell(draft.all.length === 0 ? words.faults.empty : words.faults.first, 'bad');
      return;
    }
    this.sending = draft.places;
    await this.tryOut(this.edition, 'save');
  }

  /** Asks the service what would change, and shows it. */
  private async tryOut(edition: string, about: 'save' | 'overwrite'): Promise<void> {
    await this.trying(async () => {
      const { effect } = await this.put(edition, true);
      if (effect.added + effect.changed + effect.removed === 0) {
        this.dialog?.close();
        this.edition = edition;
        this.wasSaved(words.save.nothing);
      } else {
        this.ask({ about, effect, edition });
      }
    });
  }

  private async saveNow(edition: string): Promise<void> {
    await this.trying(async () => {
      this.edition = (await this.put(edition, false)).edition;
      this.dialog?.close();
      this.wasSaved(words.save.done);
    });
  }

  private put(edition: string, dryRun: boolean): ReturnType<typeof layouts.put> {
    return layouts.put(this.screenId, edition, fileOf(this.sending), dryRun);
  }

  private wasSaved(text: string): void {
    this.draft?.wasSaved(this.sending);
    this.theirs = this.sending;
    this.tell(text, 'good');
  }

  /** Somebody else has saved meanwhile; perhaps only another name of the screen, which is nothing to ask about. */
  private async onOutdated(): Promise<void> {
    const theirs = await layouts.get(this.screenId);
    this.name = theirs.name;
    if (areEqual(theirs.places, this.theirs)) {
      this.take(theirs);
      await this.tryOut(theirs.edition, 'save');
    } else {
      this.ask({ about: 'outdated', theirs });
    }
  }

  private loadTheirs(theirs: Drawn): void {
    this.take(theirs);
    this.draft?.takeOver(theirs.places);
    this.dialog?.close();
    this.tell(words.outdated.loaded, 'good');
  }

  private async trying(what: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await what().catch((e: unknown) => {
        if (isOutdated(e)) {
          return this.onOutdated();
        }
        throw e;
      });
    } catch (e) {
      if (!(e instanceof Problem)) {
        throw e;
      }
      this.dialog?.close();
      this.tell(inWords(e), 'bad');
    } finally {
      this.busy = false;
    }
  }

  // Files

  private async onFile(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    if (!file) {
      return;
    }
    await this.trying(async () => {
      const places = await layouts.fromFile(file);
      this.draft?.replace(places);
      this.preview = undefined;
      this.board?.showAll();
      this.tell(words.imported(places.length, file.name), 'good');
    });
  }

  private export(): void {
    const file = new Blob([JSON.stringify(fileOf(this.draft?.all ?? []))], { type: 'application/json' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = `${this.name.replace(/[^\p{L}\p{Nd}]+/gu, '-').replace(/^-|-$/g, '') || 'screen'}.layout.json`;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
  }

  // Drawing

  private onKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.preview || isTyping(event.target)) {
      return;
    }
    const key = event.key.toLowerCase();
    const deed = key === 'z' ? (event.shiftKey ? 'redo' : 'undo') : key === 'y' ? 'redo' : undefined;
    if (deed) {
      event.preventDefault();
      this[deed]();
    }
  }

  private undo(): void {
    this.say(this.draft?.undo() ? words.undone : words.nothingToUndo);
  }

  private redo(): void {
    this.say(this.draft?.redo() ? words.redone : words.nothingToRedo);
  }

  private useTool(tool: Tool): void {
    this.tool = tool;
    this.say(words.toolIs(toolName(tool)));
  }

  private newBlock(): void {
    const draft = this.draft;
    if (draft) {
      draft.begin(draft.nextBlock());
      this.board?.showAll();
      this.say(words.block.begun);
      void this.updateComplete.then(() => this.querySelector<HTMLInputElement>('input[name=rows]')?.focus({ preventScroll: true }));
    }
  }

  private setBlock(): void {
    const many = this.draft?.drafted.length ?? 0;
    void this.keepingFocus(() => this.draft?.set(), '.board');
    this.moving = false;
    this.say(words.block.isSet(many));
  }

  private dropBlock(): void {
    void this.keepingFocus(() => this.draft?.drop(), '.board');
  }

  private paint(kind: Kind): void {
    const many = this.draft?.selected.size ?? 0;
    this.draft?.paintSelected(kind);
    this.say(words.selection.painted(many, words.kind[kind]));
  }

  private onRename(event: SubmitEvent): void {
    event.preventDefault();
    const row = String(new FormData(event.target as HTMLFormElement).get('row') ?? '').trim();
    if (isRowLabel(row)) {
      this.draft?.rename(row);
      this.say(words.selection.renamed(row));
    } else {
      this.tell(words.faults.row(row), 'bad');
    }
  }

  private onRenumber(event: SubmitEvent): void {
    event.preventDefault();
    this.draft?.renumber(this.numbering);
    this.say(words.selection.renumbered);
  }

  private takeAway(): void {
    const many = this.draft?.selected.size ?? 0;
    void this.keepingFocus(() => this.draft?.remove(), '.board');
    this.moving = false;
    this.say(words.selection.removed(many));
  }

  private selectNothing(): void {
    void this.keepingFocus(() => this.draft?.select([]), '.board');
    this.moving = false;
  }

  private selectRow(seats: readonly Place[]): void {
    const [first] = seats;
    if (first) {
      this.draft?.select(seats);
      this.draft?.goTo(first);
      this.board?.follow(first);
      this.say(words.selection.title(seats.length));
    }
  }

  private togglePreview(): void {
    this.preview = this.preview || !this.draft ? undefined : new Preview(this.name, this.draft.all);
    const next = this.preview ? '#preview-title' : '.board';
    void this.updateComplete.then(async () => {
      await this.board?.updateComplete;
      this.querySelector<HTMLElement>(next)?.focus({ preventScroll: true });
    });
  }

  private tell(text: string, kind: Notice['kind']): void {
    this.notice = { text, kind };
  }

  /** What a screen reader says; what was wrong before is not any more. */
  private say(text: string): void {
    this.spoken = text;
    this.notice = undefined;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'number';
}

function toolName(tool: Tool): string {
  return tool === 'select' || tool === 'block' || tool === 'pan' ? words.tools[tool] : words.tools.brush(words.kind[tool]);
}

function kindsOf(seats: readonly Place[]): string {
  const counts = countsOf(seats);
  return KINDS.filter((kind) => kind !== 'STANDARD' && counts[kind] > 0)
    .map((kind) => `${counts[kind]} ${words.kind[kind]}`)
    .join(', ');
}

function faultText(fault: Fault): string {
  switch (fault.why) {
    case 'empty':
      return words.faults.empty;
    case 'too-many':
      return words.faults['too-many'](MOST_PLACES);
    case 'spot':
      return words.faults.spot(seatName(fault.place), seatName(fault.other));
    default:
      return words.faults[fault.why](seatName(fault.place));
  }
}

function drawEffect(effect: Effect): TemplateResult {
  const shows = effect.shows_that_keep_their_seats;
  return html`
    <dl class="editor-counts">
      ${(['added', 'changed', 'removed'] as const).map(
        (it) => html`<div data-effect=${it}><dt>${words.save[it]}</dt><dd>${effect[it]}</dd></div>`,
      )}
    </dl>
    ${shows === 0
      ? html`<p class="quiet">${words.save.noShows}</p>`
      : html`<p>${words.save.shows(shows)}</p>
          <ul class="editor-shows" tabindex="0" aria-label=${words.save.shows(shows)}>
            ${effect.shows.map((show) => html`<li><bdi>${show.movie}</bdi>, ${dayAndTime(show.start_time)}</li>`)}
            ${shows > effect.shows.length ? html`<li>${words.save.more(shows - effect.shows.length)}</li>` : nothing}
          </ul>`}`;
}

/** As it is in the drawing. */
function drawKind(kind: Kind): TemplateResult {
  const { chair, mark, full } = kindShapes(kind);
  return html`<svg class="kind-chair kind-${kind}" viewBox="-0.55 -0.55 1.1 1.1" aria-hidden="true">
    <path class="kind-seat" d=${chair} />${mark === undefined ? nothing : svg`<path class="kind-mark ${full ? 'kind-full' : ''}" d=${mark} />`}
  </svg>`;
}

const icon = (d: string) => html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=${d} /></svg>`;

const icons = {
  select: icon('M5 3 L15.5 10.5 L10.8 11.3 L13.4 16.6 L11.2 17.6 L8.7 12.3 L5 15.5 Z'),
  block: icon('M3 5 q7 -3 14 0 M3 10 q7 -3 14 0 M3 15 q7 -3 14 0'),
  pan: icon('M10 2 v16 M2 10 h16 M10 2 l-2.4 2.6 M10 2 l2.4 2.6 M10 18 l-2.4 -2.6 M10 18 l2.4 -2.6 M2 10 l2.6 -2.4 M2 10 l2.6 2.4 M18 10 l-2.6 -2.4 M18 10 l-2.6 2.4'),
  undo: icon('M7 4 L3.5 7.5 L7 11 M4 7.5 h8 a4.5 4.5 0 0 1 0 9 h-5'),
  redo: icon('M13 4 L16.5 7.5 L13 11 M16 7.5 h-8 a4.5 4.5 0 0 0 0 9 h5'),
  whole: icon('M3 8 V3 h5 M12 3 h5 v5 M17 12 v5 h-5 M8 17 H3 v-5'),
};

if (!customElements.get('fr-layout-editor')) {
  customElements.define('fr-layout-editor', FrLayoutEditor);
}
