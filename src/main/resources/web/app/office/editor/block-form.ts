import { html, type TemplateResult } from 'lit';
import { editorTexts as words } from '../../texts/editor.ts';
import { aislesFrom, type Block, MOST_ROWS, MOST_SEATS_IN_ROW } from './block.ts';
import type { Draft } from './draft.ts';
import { FURTHEST, LARGEST_NUMBER, LONGEST_ROW_LABEL } from './layout.ts';

type NumberField = { [K in keyof Block]: Block[K] extends number ? K : never }[keyof Block];

interface Range {
  min: number;
  max: number;
  step?: number;
}

/** What can be said about the block that is being drawn. */
export function drawBlockForm(draft: Draft, block: Block, act: { set: () => void; next: () => void; drop: () => void }): TemplateResult {
  const form = words.block;
  const adjust = (change: Partial<Block>) => draft.adjust(change);
  const number = (name: NumberField, range: Range) => drawNumber(form[name as keyof typeof form] as string, name, block[name], range, adjust);
  const scheme = block.scheme === 'numbers' ? 'numbers' : block.skipsIO ? 'lettersWithoutIO' : 'letters';
  return html`
    <section class="panel editor-block" aria-labelledby="block-title">
      <h2 id="block-title" tabindex="-1">${form.title}</h2>
      <p class="quiet" data-test="block-result">${form.result(draft.drafted.length, block.rows)}</p>
      <div class="actions">
        <button type="button" class="button button-small" @click=${act.set}>${form.set}</button>
        <button type="button" class="button button-plain button-small" @click=${act.next}>${form.next}</button>
        <button type="button" class="link" @click=${act.drop}>${form.drop}</button>
      </div>
      <fieldset>
        <legend>${form.shape}</legend>
        ${number('rows', { min: 1, max: MOST_ROWS })} ${number('seats', { min: 1, max: MOST_SEATS_IN_ROW })}
        ${number('growth', { min: -50, max: 50 })}
        <label>
          ${form.align}
          <select name="align" @change=${(event: Event) => adjust({ align: valueOf(event) as Block['align'] })}>
            ${(['centre', 'left', 'right'] as const).map(
              (it) => html`<option value=${it} ?selected=${it === block.align}>${form.aligned[it]}</option>`,
            )}
          </select>
        </label>
        ${number('rowSpacing', { min: 0.5, max: 10, step: 0.1 })} ${number('bend', { min: -180, max: 180, step: 5 })}
        <label>
          ${form.aisles}
          <input name="aisles" inputmode="numeric" autocomplete="off" aria-describedby="aisles-hint" .value=${block.aisles.join(', ')}
            @change=${(event: Event) => adjust({ aisles: aislesFrom(valueOf(event)) })} />
        </label>
        ${number('aisleWidth', { min: 0.5, max: 20, step: 0.5 })}
        <p class="quiet editor-wide" id="aisles-hint">${form.aislesHint}</p>
      </fieldset>
      <fieldset>
        <legend>${form.names}</legend>
        <label>
          ${form.scheme}
          <select name="scheme" @change=${(event: Event) => adjust(schemeOf(valueOf(event), block))}>
            ${(['letters', 'lettersWithoutIO', 'numbers'] as const).map(
              (it) => html`<option value=${it} ?selected=${it === scheme}>${form.schemes[it]}</option>`,
            )}
          </select>
        </label>
        <label>
          ${form.firstRow}
          <input name="firstRow" autocomplete="off" maxlength=${LONGEST_ROW_LABEL} .value=${block.firstRow}
            @input=${(event: Event) => adjust({ firstRow: valueOf(event).trim() })} />
        </label>
        ${number('firstNumber', { min: 1, max: LARGEST_NUMBER })} ${number('numberStep', { min: 1, max: 100 })}
        <label class="editor-wide">
          ${form.direction}
          <select name="fromRight" @change=${(event: Event) => adjust({ fromRight: valueOf(event) === 'right' })}>
            <option value="left" ?selected=${!block.fromRight}>${form.fromLeft}</option>
            <option value="right" ?selected=${block.fromRight}>${form.fromRight}</option>
          </select>
        </label>
      </fieldset>
      <fieldset>
        <legend>${form.where}</legend>
        ${number('x', { min: -FURTHEST, max: FURTHEST, step: 0.5 })} ${number('y', { min: -FURTHEST, max: FURTHEST, step: 0.5 })}
        ${number('rotation', { min: -180, max: 180, step: 5 })}
      </fieldset>
    </section>`;
}

export function drawNumber<K extends string>(
  label: string,
  name: K,
  value: number,
  range: Range,
  change: (change: Record<K, number>) => void,
): TemplateResult {
  return html`
    <label>
      ${label}
      <input
        type="number"
        name=${name}
        min=${range.min}
        max=${range.max}
        step=${range.step ?? 1}
        inputmode=${range.step ? 'decimal' : 'numeric'}
        .value=${String(value)}
        @input=${(event: Event) => {
          const said = numberIn(event, range);
          // In the middle of typing it may be none, or one too small that grows.
          if (said !== undefined && said === bounded(said, range) && said !== value) {
            change({ [name]: said } as Record<K, number>);
          }
        }}
        @change=${(event: Event) => {
          const said = bounded(numberIn(event, range) ?? value, range);
          (event.target as HTMLInputElement).value = String(said);
          if (said !== value) {
            change({ [name]: said } as Record<K, number>);
          }
        }}
      />
    </label>`;
}

function numberIn(event: Event, { step }: Range): number | undefined {
  const said = (event.target as HTMLInputElement).valueAsNumber;
  return Number.isNaN(said) ? undefined : step ? said : Math.round(said);
}

function bounded(said: number, { min, max }: Range): number {
  return Math.min(max, Math.max(min, said));
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

/** Another way of counting begins where it begins, unless a beginning was chosen that fits it. */
function schemeOf(chosen: string, block: Block): Partial<Block> {
  const scheme = chosen === 'numbers' ? 'numbers' : 'letters';
  const fits = scheme === 'numbers' ? /\d$/.test(block.firstRow) : /[A-Za-z]$/.test(block.firstRow);
  return { scheme, skipsIO: chosen === 'lettersWithoutIO', ...(fits ? {} : { firstRow: scheme === 'numbers' ? '1' : 'A' }) };
}

