"""Languages by their codes and English names: what the user speaks, as settings and desktops write it.

Source of the codes: ISO 639-1; of the notation of desktops: POSIX locales (``de_DE.UTF-8``) and the list that gettext
takes from ``LANGUAGE`` (``de:en``). Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ENGLISH: Final = "en"

LANGUAGES: Final[Mapping[str, str]] = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_OTHER_CODES: Final = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}
_LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_code(written: str) -> str:
    """The code of a language written as code, locale or English name; empty when it is none that is known."""
    plain = written.strip().casefold()
    code = plain.replace("-", "_").split(".")[0].split("@")[0].split("_")[0]
    code = _OTHER_CODES.get(code, code)
    if code in LANGUAGES:
        return code
    return next((known for known, name in LANGUAGES.items() if name.casefold() == plain), "")


def languages_of_desktop(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of the languages that the desktop speaks with the user, the preferred one first; English where none is set.

    As in gettext, ``LANGUAGE`` is heeded only when the locale is another than ``C``.
    """
    locale = next((value for name in _LOCALE_VARIABLES if (value := environment.get(name, ""))), "")
    main = language_code(locale)
    if not main:
        return (ENGLISH,)
    listed = [language_code(part) for part in environment.get("LANGUAGE", "").split(":") if part]
    return tuple(dict.fromkeys(code for code in (*listed, main) if code))
