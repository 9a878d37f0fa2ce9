"""The defined names that identify sheets, and cells of the Log, whatever their titles and their places."""

from helhedsplan_finance.plan.schema import KILDER, POSTER

# On the Log: the plan's fingerprint, the writing version, the rules, the language, and the memory of the workbook.
HASH, VERSION, PROJECTED, OWN_RULES = "planHash", "planVersion", "planFremskrevet", "planEgneRegler"
LANGUAGE, MEMORY = "planSprog", "planHukommelse"
RULES_FOR = {
    "kommune": "regelKommune",
    "stage": "regelFase",
    "as_of": "regelDato",
    "policies": "regelPolitikker",
}
OTHER_RULES = "regelAndre"  # on Kontrol: how many of them have changed so that other rules might apply
LOCKED = {"start": "skrevetStart", "end": "skrevetSlut"}  # on the Log: what locked cells held when they were written
INPUT_TABLES = {"kilder": KILDER, "poster": POSTER}  # the sheets of input with formulas among it


def anchor(key: str) -> str:
    """Return the defined name that identifies a sheet independent of its place and title."""
    return f"ark{key.capitalize()}"
