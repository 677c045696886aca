"""Which characters are set like Chinese: without spaces between them."""

import re

# Radicals, punctuation, kana, ideographs, compatibility and full-width forms, and the quotes,
# dashes and dots that Chinese shares with other scripts.
CJK = "[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’—…·]"
_CJK = re.compile(CJK)


def is_cjk(character: str) -> bool:
    """Whether a character (the empty string is none) is set like Chinese."""
    return _CJK.match(character) is not None
