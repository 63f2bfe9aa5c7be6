"""What a setting may name in a project: a column, a group."""

from netloom.project import Project


def named_in(project: Project, names: str) -> dict[str, str]:
    """All that a setting that `names` columns, features, targets or groups can name, each with its words."""
    data = project.data
    if names == "group":
        return {group.id: group.name or group.id for group in project.groups}
    columns = {"feature": data.features, "target": data.targets}.get(names, data.columns)
    return {column.name: column.name for column in columns}
