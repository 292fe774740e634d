"""Reasons that people read: every decision says why, in Chinese and in English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages of the product."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in `language`: "en" gives English, anything else Chinese."""
        return self.en if language == "en" else self.zh


NO_WORDS = Words("", "")
"""What there is nothing to say of."""
