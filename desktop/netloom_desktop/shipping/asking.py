"""Where an export goes: asked for with a name beside the project, and again where something would be replaced."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from netloom.settings.exports import ExportFormat


def asked_place(format: ExportFormat, project: Path, parent: QWidget) -> Path | None:
    """The path that a person chooses for an export; None if they do not."""
    path = _named(format, project, parent)
    if path is None:
        return None
    there = [each for each in format.written(path) if each.exists()]
    return path if not there or may_replace(there, parent) else None


def _named(format: ExportFormat, project: Path, parent: QWidget) -> Path | None:
    name = f"{project.stem}{format.ending}"
    if format.is_folder:
        folder = QFileDialog.getExistingDirectory(parent, f"Folder in which {name} is made", str(project.parent))
        return Path(folder) / name if folder else None
    suffix = Path(name).suffix
    chosen, _ = QFileDialog.getSaveFileName(
        parent,
        f"Export {format.title}",
        str(project.parent / name),
        f"{format.title} (*{suffix})",
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    if not chosen:
        return None
    return Path(chosen) if Path(chosen).suffix.lower() == suffix else Path(f"{chosen}{suffix}")


def may_replace(there: list[Path], parent: QWidget) -> bool:
    """Whether a person agrees that files which are there are replaced."""
    names = " and ".join(path.name for path in there)
    box = QMessageBox(QMessageBox.Icon.Question, "Replace?", "", QMessageBox.StandardButton.Cancel, parent)
    box.setText(f"{names} {'is' if len(there) == 1 else 'are'} there already.")
    box.setInformativeText(f"In {there[0].parent}. Shall {'it' if len(there) == 1 else 'they'} be replaced?")
    replace = box.addButton("Replace", QMessageBox.ButtonRole.AcceptRole)
    replace.setObjectName("replace")
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    return box.clickedButton() is replace
