"""What stands beside the rows of a table, connected with it and with the project."""

from netloom_desktop.data.columns import ColumnsPanel
from netloom_desktop.data.split import SplitPanel
from netloom_desktop.data.split_sizes import SplitSizes
from netloom_desktop.data.table import OpenTable
from netloom_desktop.parts import Parts


def columns_panel(parts: Parts, table: OpenTable) -> ColumnsPanel:
    """The list of its columns, with what to be careful about."""
    panel = ColumnsPanel(parts.editor, parts.theme)
    table.changed.connect(panel.show_table)
    panel.show_table(table.state)
    parts.data_checks.follow_table(table)
    parts.data_checks.changed.connect(panel.show_problems)
    panel.show_problems(parts.data_checks.problems)
    return panel


def split_panel(parts: Parts, table: OpenTable) -> SplitPanel:
    """How its rows are divided, and how many there are in each part."""
    panel = SplitPanel(parts.editor, parts.theme)
    sizes = SplitSizes(parts.editor, parts.engines, panel)
    sizes.changed.connect(panel.show_sizes)
    sizes.changed.connect(parts.data_checks.show_sizes)
    sizes.told.connect(panel.tell)
    table.changed.connect(sizes.show_table)
    sizes.show_table(table.state)
    return panel
