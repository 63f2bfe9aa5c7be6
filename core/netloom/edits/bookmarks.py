"""Changes of what is kept to come back to on the canvas."""

from netloom.edits import places
from netloom.errors import Edit, EditError
from netloom.project import Bookmark, Name, Project
from netloom.refusals import nearest


class AddBookmark(Edit, id="add_bookmark"):
    """Keeps a part of the canvas to come back to; it takes the place of the one of that name, if there is one."""

    bookmark: Bookmark

    def __call__(self, project: Project) -> Project:
        places.network(project, self.bookmark.inside)
        kept = (each for each in project.layout.bookmarks if each.name != self.bookmark.name)
        return _with_bookmarks(project, (*kept, self.bookmark))


class RemoveBookmark(Edit, id="remove_bookmark"):
    """Keeps a part of the canvas no longer."""

    name: Name

    def __call__(self, project: Project) -> Project:
        known = project.layout.bookmarks
        kept = tuple(each for each in known if each.name != self.name)
        if len(kept) == len(known):
            raise EditError(f"There is no bookmark {self.name!r}. {nearest(self.name, (each.name for each in known))}")
        return _with_bookmarks(project, kept)


def _with_bookmarks(project: Project, bookmarks: tuple[Bookmark, ...]) -> Project:
    return project.model_copy(update={"layout": project.layout.model_copy(update={"bookmarks": bookmarks})})
