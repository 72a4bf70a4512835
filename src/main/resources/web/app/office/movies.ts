import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api.ts';
import { router } from '../router.ts';
import { texts } from '../texts/texts.ts';
import { askToConfirm } from './confirm.ts';
import { drawField, faultsIn, goToFault, textOf } from './fields.ts';
import { officeLink } from './links.ts';
import { MOST_BYTES, office, type Movie, type Part } from './office-api.ts';
import { OfficeElement, OfficeList } from './office-element.ts';
import { officeTexts } from './texts.ts';
import { faultsOf } from './words.ts';

/** What the house can put on. */
export class FrOfficeMovies extends OfficeList<Movie> {
  protected override ask(query: URLSearchParams): Promise<Part<Movie>> {
    return office.movies(query);
  }

  protected override render(): TemplateResult {
    const words = officeTexts.movies;
    return html`<section class="office-page">
      <header class="office-head">
        <h1 tabindex="-1">${words.title}</h1>
        <a class="button" href=${officeLink.movie('new')}>${words.add}</a>
      </header>
      <form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>
        ${this.drawSearch(words.search)}
        ${this.drawSelect(officeTexts.list.sort, 'sort', [
          ['title', words.byTitle],
          ['-title', words.byTitleBackwards],
          ['newest', words.newestFirst],
        ])}
      </form>
      ${this.drawTold()} ${this.drawCount()}
      ${this.items === undefined
        ? nothing
        : this.items.length === 0
          ? this.drawNone(html`<p>${words.none}</p><p><a class="button" href=${officeLink.movie('new')}>${words.add}</a></p>`)
          : this.drawTable(this.items)}
      ${this.drawPages()}
    </section>`;
  }

  protected override get isNarrowed(): boolean {
    return this.filter.has('search');
  }

  private drawTable(movies: Movie[]): TemplateResult {
    const words = officeTexts.movies;
    return html`<div class="table-frame"><table>
      <caption class="visually-hidden">${words.title}</caption>
      <thead>
        <tr>
          <th scope="col"><span class="visually-hidden">${words.poster}</span></th>
          <th scope="col">${words.name}</th>
          <th scope="col" class="figure">${words.length}</th>
          <th scope="col">${officeTexts.nav.shows}</th>
        </tr>
      </thead>
      <tbody>
        ${movies.map(
          (movie) => html`<tr>
            <td class="thumb-cell">
              ${movie.poster_url
                ? html`<img class="thumb" src=${movie.poster_url} alt="" width="40" height="60" loading="lazy"
                    @error=${(event: Event) => (event.target as HTMLElement).classList.add('thumb-none')} />`
                : html`<span class="thumb thumb-none" aria-hidden="true"></span>`}
            </td>
            <th scope="row"><a href=${officeLink.movie(movie.id)}><bdi>${movie.title}</bdi></a></th>
            <td class="figure">${texts.shows.minutes(movie.duration_minutes)}</td>
            <td>
              <a href=${officeLink.shows({ movie_id: movie.id })} aria-label=${words.showsOf(movie.title)}>${words.showsShort}</a>
            </td>
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }
}

/** One movie, or one that is to be added. */
export class FrOfficeMovie extends OfficeElement {
  static override properties = {
    number: { type: Number },
    movie: { state: true },
    theirs: { state: true },
    faults: { state: true },
    sent: { state: true },
    over: { state: true },
    picture: { state: true },
    missing: { state: true },
  };
  declare number: number | undefined;
  /** As it was read last. */
  declare movie: Movie | undefined;
  /** As somebody else has made it since, for who is about to overwrite that. */
  declare theirs: Movie | undefined;
  declare faults: Record<string, string>;
  /** How much of the poster is sent, from 0 to 1. */
  declare sent: number | undefined;
  /** Whether a picture is held above the place for it. */
  declare over: boolean;
  /** A poster that was chosen for a movie that does not exist yet, or is on its way. */
  declare picture: File | undefined;
  /** Of a poster that could not be loaded. */
  declare missing: string | undefined;
  private edition = '';

  constructor() {
    super();
    this.faults = {};
    this.over = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.number !== undefined) {
      void this.load(this.number);
    }
  }

  protected override render(): TemplateResult {
    const words = officeTexts.movies;
    const isNew = this.number === undefined;
    return html`<section class="office-page">
      <p><a href=${officeLink.movies()}>← ${words.title}</a></p>
      <h1 tabindex="-1"><bdi>${isNew ? words.addTitle : (this.movie?.title ?? texts.loading)}</bdi></h1>
      ${this.drawTold()}
      ${isNew || this.movie ? this.drawForm() : nothing}
    </section>`;
  }

  private drawForm(): TemplateResult {
    const words = officeTexts.movies;
    const movie = this.movie;
    return html`<div class="beside">
      <form class="panel form" novalidate @submit=${this.onSubmit} aria-busy=${this.busy}>
        ${drawField({ name: 'title', label: words.name, value: movie?.title, required: true, maxlength: 200, error: this.faults.title })}
        ${drawField({
          name: 'duration_minutes',
          label: words.minutes,
          value: movie ? String(movie.duration_minutes) : '',
          type: 'number',
          min: '1',
          max: '1440',
          inputmode: 'numeric',
          required: true,
          hint: words.minutesHint,
          error: this.faults.duration_minutes,
        })}
        ${drawField({
          name: 'description',
          label: words.description,
          value: movie?.description ?? '',
          rows: 6,
          maxlength: 4000,
          error: this.faults.description,
        })}
        <div class="actions">
          <button class="button" ?disabled=${this.busy}>${movie ? officeTexts.save : words.add}</button>
          ${movie
            ? html`<a class="button button-plain" href=${officeLink.plan({ movie_id: movie.id })}>${officeTexts.shows.plan}</a>
                <a class="button button-plain" href=${officeLink.numbersOfMovie(movie.id)}>${officeTexts.nav.numbers}</a>
                <button type="button" class="button button-plain" ?disabled=${this.busy} @click=${() => this.takeOut(movie)}>
                  ${officeTexts.remove}
                </button>`
            : nothing}
        </div>
      </form>
      ${this.drawPoster()}
    </div>`;
  }

  private drawPoster(): TemplateResult {
    const words = officeTexts.movies;
    const movie = this.movie;
    return html`<div class="panel poster-panel ${this.over ? 'poster-over' : ''}"
      @dragover=${this.onDragOver} @dragleave=${() => (this.over = false)} @drop=${this.onDrop}>
      <h2>${words.poster}</h2>
      <div class="poster-frame">
        ${this.picture
          ? html`<canvas class="poster" width="300" height="450" role="img" aria-label=${words.chosenPicture}></canvas>`
          : movie?.poster_url && movie.poster_url !== this.missing
            ? html`<img class="poster" src=${movie.poster_url} alt=${texts.shows.poster(movie.title)} width="200" height="300"
                @error=${() => (this.missing = movie.poster_url ?? undefined)} />`
            : html`<div class="poster poster-empty"><span>${words.noPoster}</span></div>`}
      </div>
      ${this.sent === undefined
        ? nothing
        : html`<label>${words.sending} <progress max="1" .value=${this.sent}>${Math.round(this.sent * 100)} %</progress></label>`}
      <div class="field">
        <label class="button button-plain file-button" for="field-poster">${movie?.poster_url ? words.otherPicture : words.choosePicture}</label>
        <input id="field-poster" class="file" type="file" accept="image/jpeg,image/png" ?disabled=${this.busy}
          aria-describedby="field-poster-hint ${this.faults.poster ? 'field-poster-error' : ''}"
          aria-invalid=${this.faults.poster ? 'true' : nothing} @change=${this.onFile} />
        <p class="quiet hint" id="field-poster-hint">${words.pictureHint}</p>
        <p class="fault" id="field-poster-error" role="alert">${this.faults.poster ?? nothing}</p>
      </div>
    </div>`;
  }

  private drawTheirs(theirs: Movie): TemplateResult {
    const words = officeTexts.movies;
    return html`<p>${officeTexts.isNow}</p>
      <dl class="facts">
        <div><dt>${words.name}</dt><dd><bdi>${theirs.title}</bdi></dd></div>
        <div><dt>${words.minutes}</dt><dd>${theirs.duration_minutes}</dd></div>
        <div><dt>${words.description}</dt><dd>${theirs.description ?? '–'}</dd></div>
      </dl>
      <p>
        <button type="button" class="link" @click=${() => this.takeTheirs(theirs)}>${officeTexts.takeTheirs}</button>
      </p>`;
  }

  private takeTheirs(theirs: Movie): void {
    const form = this.querySelector('form');
    if (form) {
      (form.elements.namedItem('title') as HTMLInputElement).value = theirs.title;
      (form.elements.namedItem('duration_minutes') as HTMLInputElement).value = String(theirs.duration_minutes);
      (form.elements.namedItem('description') as HTMLTextAreaElement).value = theirs.description ?? '';
    }
    this.theirs = undefined;
    this.failure = undefined;
  }

  private async load(id: number): Promise<void> {
    await this.act(async () => {
      const { value, edition } = await office.movie(id);
      this.movie = value;
      this.edition = edition;
      this.nameTab(value.title);
    });
  }

  /** What was typed stays; only what is there now is read anew. */
  private async readTheirs(id: number): Promise<void> {
    const { value, edition } = await office.movie(id);
    this.theirs = value;
    this.edition = edition;
    this.failure = this.drawTheirs(value);
  }

  private async onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    this.done = undefined;
    this.faults = faultsIn(form);
    if (Object.keys(this.faults).length > 0) {
      await this.updateComplete;
      goToFault(form);
      return;
    }
    const movie = this.movie;
    const wanted = {
      title: textOf(form, 'title'),
      description: textOf(form, 'description') || null,
      duration_minutes: Number(textOf(form, 'duration_minutes')),
      poster_url: (this.theirs ?? movie)?.poster_url ?? null,
    };
    const worked = await this.act(
      async () => {
        const { value, edition } = movie
          ? await office.changeMovie(movie.id, this.edition, wanted)
          : await office.addMovie(wanted);
        this.movie = value;
        this.edition = edition;
        this.theirs = undefined;
        this.done = movie ? officeTexts.saved : officeTexts.movies.added(value.title);
        this.nameTab(value.title);
      },
      (problem) => this.onRefused(problem, form),
    );
    if (worked && !movie && this.movie) {
      this.number = this.movie.id;
      router.rename(officeLink.movie(this.movie.id));
      if (this.picture) {
        await this.send(this.movie, this.picture);
      }
    }
  }

  private async onRefused(problem: Problem, form: HTMLFormElement): Promise<void> {
    this.faults = faultsOf(problem);
    if (problem.status === 412 && this.movie) {
      await this.readTheirs(this.movie.id);
    }
    await this.updateComplete;
    goToFault(form);
  }

  private onDragOver(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files')) {
      event.preventDefault();
      this.over = true;
    }
  }

  private onDrop(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    const file = event.dataTransfer?.files[0];
    if (file && !this.busy) {
      void this.take(file);
    }
  }

  private onFile(event: Event): void {
    const field = event.target as HTMLInputElement;
    const file = field.files?.[0];
    field.value = ''; // so that the same one can be chosen again
    if (file) {
      void this.take(file);
    }
  }

  private async take(file: File): Promise<void> {
    const words = officeTexts.movies;
    const { poster: _, ...others } = this.faults;
    this.faults = others;
    this.done = undefined;
    this.failure = undefined;
    const complain = (poster: string) => (this.faults = { ...this.faults, poster });
    if (file.type !== 'image/jpeg' && file.type !== 'image/png') {
      complain(words.noPicture);
      return;
    }
    if (file.size > MOST_BYTES) {
      complain(words.tooLarge);
      return;
    }
    let bitmap: ImageBitmap;
    try {
      bitmap = await createImageBitmap(file);
    } catch {
      complain(words.brokenPicture);
      return;
    }
    this.picture = file;
    await this.updateComplete;
    this.preview(bitmap);
    if (this.movie) {
      await this.send(this.movie, file);
    }
  }

  /** As the page will show it: what does not fit is cut off. */
  private preview(bitmap: ImageBitmap): void {
    const canvas = this.querySelector('canvas');
    const drawing = canvas?.getContext('2d');
    if (canvas && drawing) {
      const scale = Math.max(canvas.width / bitmap.width, canvas.height / bitmap.height);
      const width = bitmap.width * scale;
      const height = bitmap.height * scale;
      drawing.drawImage(bitmap, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
    }
    bitmap.close();
  }

  private async send(movie: Movie, file: File): Promise<void> {
    this.sent = 0;
    const worked = await this.act(
      async () => {
        const { value, edition } = await office.sendPoster(movie.id, this.edition, file, (share) => (this.sent = share));
        // Beside it something may have been typed that is not saved yet.
        this.movie = { ...movie, poster_url: value.poster_url };
        this.theirs = this.theirs && { ...this.theirs, poster_url: value.poster_url };
        this.edition = edition;
        this.picture = undefined;
        this.done = officeTexts.movies.posterSaved;
      },
      async (problem) => {
        this.faults = { ...this.faults, poster: String(this.failure) };
        this.failure = undefined;
        if (problem.status === 412) {
          await this.readTheirs(movie.id); // and it can be sent again
        }
      },
    );
    this.sent = undefined;
    if (!worked) {
      this.picture = undefined;
    }
  }

  private async takeOut(movie: Movie): Promise<void> {
    const words = officeTexts.movies;
    const sure = await askToConfirm({
      title: words.removeTitle,
      text: words.removeSure(movie.title),
      yes: words.removeYes,
      bad: true,
    });
    if (sure) {
      await this.act(
        async () => {
          await office.removeMovie(movie.id, this.edition);
          location.hash = officeLink.movies();
        },
        async (problem) => {
          if (problem.status === 412) {
            await this.readTheirs(movie.id);
          }
        },
      );
    }
  }
}

customElements.define('fr-office-movies', FrOfficeMovies);
customElements.define('fr-office-movie', FrOfficeMovie);
