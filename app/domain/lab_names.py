"""What laboratories and spreadsheets call analytes and units, in English, Chinese and Portuguese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from app.domain.quantities import ANALYTES, COUNT
from app.domain.typed_figures import plain_figures

_NAMES = {
    "WBC": "wbc,wbc#,leuko,leukocytes,leucocytes,whitecells,whitebloodcells,leucocitos,leuc,"
    "白细胞,白细胞计数",
    "ANC": "anc,neut,neut#,neu,neu#,ne#,gran#,neutrophils,absoluteneutrophilcount,neutrofilos,"
    "中性粒细胞,中性粒细胞计数,中性粒细胞绝对值,中性粒细胞绝对计数",
    "LYM": "lym,lym#,lymph,lymph#,ly#,lymphocytes,linfocitos,淋巴细胞,淋巴细胞计数,淋巴细胞绝对值",
    "HB": "hb,hgb,haemoglobin,hemoglobin,hemoglobina,血红蛋白,血红蛋白浓度",
    "MCV": "mcv,vcm,平均红细胞体积",
    "PLT": "plt,plt#,platelets,plateletcount,plaquetas,血小板,血小板计数",
    "RBC": "rbc,redcells,redbloodcells,erythrocytes,hemacias,eritrocitos,红细胞,红细胞计数",
    "HCT": "hct,ht,haematocrit,hematocrit,hematocrito,红细胞比容,红细胞压积",
    "NEUT_PCT": "neut%,neu%,ne%,neutrophils%,neutrofilos%,中性粒细胞%,中性粒细胞比例,中性粒细胞百分比",
    "RETIC_ABS": "ret#,retic#,retic,ret,reticabs,reticulocytes,reticulocitos,网织红细胞,"
    "网织红细胞计数,网织红细胞绝对值",
    "RETIC_PCT": "ret%,retic%,reticpct,reticulocytes%,reticulocitos%,"
    "网织红细胞%,网织红细胞比例,网织红细胞百分比",
    "FERR": "ferr,ferritin,ferritina,铁蛋白",
    "LDH": "ldh,dhl,乳酸脱氢酶",
    "BILT": "bilt,tbil,bilirubin,totalbilirubin,bilirrubinatotal,bilirrubina,总胆红素,胆红素",
    "ALT": "alt,alat,tgp,sgpt,gpt,谷丙转氨酶,丙氨酸氨基转移酶",
    "AST": "ast,asat,tgo,sgot,got,谷草转氨酶,天冬氨酸氨基转移酶",
    "CREA": "crea,cr,creatinine,creatinina,肌酐",
    "CSA": "csa,ciclosporin,cyclosporine,cyclosporin,ciclosporina,环孢素,环孢素谷浓度",
    "CD3": "cd3,cd3+",
    "CD4": "cd4,cd4+",
    "CD8": "cd8,cd8+",
    "CMV": "cmv,cmvdna",
    "EBV": "ebv,ebvdna",
    "WEIGHT": "weight,wt,peso,体重",
    "HEIGHT": "height,ht(cm),altura,estatura,身高",
    "KPS": "kps,karnofsky",
    "LANSKY": "lansky",
    "TEMP": "temp,temperature,temperatura,体温",
}
# A result that was not made, as prints and people write it; compared without case, spaces and stops.
DASHES = ("-", "–", "—", "\N{MINUS SIGN}")
_NOT_DONE = frozenset(
    {*DASHES, "--", "---", "nd", "n/d", "n/a", "notdone", "nãofeito", "nãorealizado"}
    | {"未做", "未查", "未检", "未测"}
)
_UNITS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("109/l", "10e9/l", "109l", "giga/l", "gpt/l"), COUNT),
        **dict.fromkeys(("103/ul", "k/ul", "th/ul", "thou/ul", "103/mm3", "mil/mm3", "mil/ul"), "10*3/uL"),
        **dict.fromkeys(("/ul", "/mm3", "cells/ul", "cells/mm3", "cel/ul", "cel/mm3", "celulas/mm3"), "/uL"),
        **dict.fromkeys(("104/ul", "万/ul"), "10*4/uL"),
        **dict.fromkeys(("106/ul", "m/ul", "106/mm3", "milhoes/mm3"), "10*6/uL"),
        **dict.fromkeys(("1012/l", "t/l", "tera/l"), "10*12/L"),
        **dict.fromkeys(("g/dl", "gdl", "g%"), "g/dL"),
        **dict.fromkeys(("iu/l", "ui/l"), "U/L"),
        **dict.fromkeys(("iu/ml", "ui/ml"), "[IU]/mL"),
        "‰": "[ppth]",
        "°c": "Cel",
        "lb": "[lb_av]",
        "in": "[in_i]",
    }
)


def _plain(text: str) -> str:
    """Small letters without accents, blanks or superscripts; µ as u."""
    folded = unicodedata.normalize("NFKD", text.replace("µ", "u").replace("μ", "u").casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign) and not sign.isspace())


_CODES = {_plain(code.replace("_", "")): code for code in ANALYTES} | {
    _plain(name): code for code, names in _NAMES.items() for name in names.split(",")
}


def analyte_of(text: str) -> str | None:
    """The analyte that a laboratory's name or a code means; None where it is not known."""
    plain = _plain(text).rstrip(":.*").replace("_", "")
    return _CODES.get(plain)


def _squeezed(text: str) -> str:
    plain = _plain(text).strip("[]()").replace("litro", "l")
    for sign in ("×", "x", "*", "^", "·"):
        plain = plain.replace(sign, "")
    return plain


_VALUE = re.compile(r"\s*([<>]?\s*[-\N{MINUS SIGN}]?[0-9][0-9.,]*)\s*(\S.*?)\s*")
_KNOWN = {_squeezed(unit): unit for spec in ANALYTES.values() for unit in spec.factors} | dict(_UNITS)


def unit_of(text: str, code: str | None = None) -> str:
    """The UCUM code of a unit as it is written, for an analyte; the text itself where it is not known.

    G/L is 10⁹/L (giga) beside a count and g/L beside haemoglobin.
    """
    given = text.strip()
    factors = ANALYTES[code].factors if code is not None and code in ANALYTES else {}
    if given in factors:
        return given
    found = _KNOWN.get(_squeezed(given))
    if found == "g/L" and given.startswith("G") and COUNT in factors:
        return COUNT
    if found == "ug/L" and "ng/mL" in factors and "ug/L" not in factors:
        return "ng/mL"
    return given if found is None else found


def is_unit(text: str) -> bool:
    """Whether a text is a unit."""
    return bool(text.strip()) and _squeezed(text) in _KNOWN and _squeezed(text) != "1"


def number_and_unit(text: str, code: str) -> tuple[str, str]:
    """A value of an analyte as it is typed, "9,8 g/dL": its number, and the UCUM code of its unit.

    The unit is "" where none is written, and as it is written where it is not known; a text that is neither a
    number nor a number with a unit comes back whole.
    """
    parts = _VALUE.fullmatch(plain_figures(text))
    if parts is None or not (is_unit(parts[2]) or ("/" in parts[2] and not parts[2][0].isnumeric())):
        return text.strip(), ""  # a figure behind the number begins no unit that is not known: 12² g/L
    return parts[1].strip(), unit_of(parts[2], code)


def is_not_done(text: str) -> bool:
    """Whether a text stands for a result that was not made: "-", "n.d.", "未做"."""
    return "".join(text.split()).replace(".", "").casefold() in _NOT_DONE
