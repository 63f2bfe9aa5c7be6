"""Names for the generated source: plain slugs that can break nothing, each used once."""

import keyword
import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

# What an attribute of an nn.Module must not hide, and what the generated source itself uses. A test compares the
# first line with torch's own list, so that this half needs no torch.
MODULE_NAMES = frozenset(
    "T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches "
    "eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict "
    "modules mtia named_buffers named_children named_modules named_parameters parameters register_backward_hook "
    "register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook "
    "register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook "
    "register_module register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ "
    "set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu zero_grad".split()
)
SOURCE_NAMES = frozenset("self torch nn f range tuple super answer penalty features logits target network".split())


@lru_cache(maxsize=20_000)
def slug(text: str, otherwise: str = "block") -> str:
    """`[a-z][a-z0-9_]*` made from any text, accents taken off; `otherwise` where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:64]
    if not word:
        return otherwise
    return word if word[0].isalpha() else f"{otherwise}_{word}"


def attribute_names(wanted: Iterable[str], taken: Collection[str] = ()) -> tuple[str, ...]:
    """One name for each wish, in order: a slug that is no keyword, hides nothing of a module and is used once."""
    taken = set(taken)
    names = []
    for text in wanted:
        names.append(_free(slug(text), taken))
        taken.add(names[-1])
    return tuple(names)


def _free(word: str, taken: set[str]) -> str:
    candidate, number = word, 1
    while candidate in taken or keyword.iskeyword(candidate) or candidate in MODULE_NAMES or candidate in SOURCE_NAMES:
        number += 1
        candidate = f"{word}_{number}"
    return candidate
