import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { officeTexts } from './texts.ts';

export interface Field {
  name: string;
  label: string;
  value?: string;
  type?: string;
  hint?: string;
  error?: string;
  required?: boolean;
  maxlength?: number;
  min?: string;
  max?: string;
  pattern?: string;
  inputmode?: 'numeric' | 'decimal' | 'text';
  autocomplete?: string;
  list?: string;
  rows?: number;
  typed?: (value: string) => void;
}

/** A field with its name, what helps to fill it in, and what is wrong with it, all tied to it. */
export function drawField(field: Field): TemplateResult {
  const id = `field-${field.name}`;
  const typed = (event: Event) => field.typed?.((event.target as HTMLInputElement).value);
  const control =
    field.rows === undefined
      ? html`<input id=${id} name=${field.name} type=${field.type ?? 'text'} .value=${field.value ?? ''} ?required=${field.required}
          maxlength=${ifDefined(field.maxlength)} min=${ifDefined(field.min)} max=${ifDefined(field.max)}
          pattern=${ifDefined(field.pattern)} inputmode=${ifDefined(field.inputmode)} list=${ifDefined(field.list)}
          autocomplete=${field.autocomplete ?? 'off'} aria-invalid=${field.error ? 'true' : nothing}
          aria-describedby=${describedBy(id, field)} @input=${typed} />`
      : html`<textarea id=${id} name=${field.name} rows=${field.rows} .value=${field.value ?? ''} ?required=${field.required}
          maxlength=${ifDefined(field.maxlength)} aria-invalid=${field.error ? 'true' : nothing}
          aria-describedby=${describedBy(id, field)} @input=${typed}></textarea>`;
  return drawAround(id, field, control);
}

export interface Choice extends Omit<Field, 'typed'> {
  options: [string, string][];
  chosen?: (value: string) => void;
}

export function drawChoice(field: Choice): TemplateResult {
  const id = `field-${field.name}`;
  return drawAround(
    id,
    field,
    html`<select id=${id} name=${field.name} aria-invalid=${field.error ? 'true' : nothing} aria-describedby=${describedBy(id, field)}
        @change=${(event: Event) => field.chosen?.((event.target as HTMLSelectElement).value)}>
        ${field.options.map(([value, text]) => html`<option value=${value} ?selected=${value === field.value}>${text}</option>`)}
      </select>`,
  );
}

type Described = Pick<Field, 'hint' | 'error'>;

export function describedBy(id: string, field: Described): string | typeof nothing {
  const described = [field.hint ? `${id}-hint` : '', field.error ? `${id}-error` : ''].filter((it) => it !== '');
  return described.length > 0 ? described.join(' ') : nothing;
}

export function drawAround(id: string, field: Described & { label: string }, control: TemplateResult): TemplateResult {
  return html`<div class="field">
    <label for=${id}>${field.label}</label>
    ${control}
    ${field.hint ? html`<p class="quiet hint" id="${id}-hint">${field.hint}</p>` : nothing}
    ${field.error ? html`<p class="fault" id="${id}-error">${field.error}</p>` : nothing}
  </div>`;
}

/** What is wrong with the fields of a form, by their names, as far as that can be seen without asking the service. */
export function faultsIn(form: HTMLFormElement): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const field of form.elements) {
    if (
      (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) &&
      field.name !== '' &&
      !field.validity.valid
    ) {
      faults[field.name] = field.validity.valueMissing ? officeTexts.missing : field.validationMessage || officeTexts.invalid;
    }
  }
  return faults;
}

/** Goes to the first field that something is wrong with. */
export function goToFault(form: HTMLElement): void {
  form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
}

export function textOf(form: HTMLFormElement, name: string): string {
  return String(new FormData(form).get(name) ?? '').trim();
}
