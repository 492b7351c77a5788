import { type Edit, type RootFiles } from './Edit';
import { editLiteral } from './editLiteral';
import { editVariable } from './editVariable';

/** The files after an edit; `undefined` where they do not say what it starts from. */
export function applyEdit(files: RootFiles, edit: Edit): RootFiles | undefined {
  const edited =
    edit.kind === 'variable'
      ? editVariable(files, edit)
      : editLiteral(files, edit);
  return edited && new Map(files).set(edited.file, edited.text);
}
