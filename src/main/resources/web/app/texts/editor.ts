import { editorDe } from './editor-de.ts';
import { editorEn, type EditorTexts } from './editor-en.ts';
import { language } from './texts.ts';

export const editorTexts: EditorTexts = language === 'de' ? editorDe : editorEn;
